import { createRequire } from 'node:module';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const mermaidScript = createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js');

/** A browser in which Mermaid draws. */
export interface DrawingBrowser {
  /** Draws a diagram and returns the words in the drawing, without white space: labels are broken into lines. */
  draw(text: string): Promise<string>;
  close(): Promise<void>;
}

/** Chromium from npm, or the one that `CHROMIUM_PATH` names. It talks to nobody. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? (await sparticuz.executablePath()),
    args: [
      '--no-sandbox',
      '--headless=shell',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** Opens an empty page with Mermaid. */
export async function openDrawingBrowser(): Promise<DrawingBrowser> {
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.addScriptTag({ path: mermaidScript });
  return { draw: (text) => page.evaluate<string>(drawing(text)), close: () => browser.close() };
}

/** What the page does. As text, because the browser's names are not known to these tests. */
function drawing(text: string): string {
  return `(async () => {
    mermaid.initialize({ startOnLoad: false });
    const { svg } = await mermaid.render('drawing', ${JSON.stringify(text)});
    const drawn = new DOMParser().parseFromString(svg, 'text/html');
    for (const unseen of drawn.querySelectorAll('style, defs, script')) unseen.remove();
    return drawn.body.textContent.replace(/[\\s\\u2060]/g, '');
  })()`;
}
