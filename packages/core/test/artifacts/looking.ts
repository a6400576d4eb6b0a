import { openBrowser } from './browser.ts';

/** A browser that looks at pictures as a person does. */
export interface LookingBrowser {
  /** What is wrong with an SVG picture: text outside of it, of its box, or upon other text; an arrow through a box. */
  faults(svg: string): Promise<readonly string[]>;
  /** The colours of the paper and of the title, for a reader who likes it light or dark. */
  colours(svg: string, scheme: 'light' | 'dark'): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openLookingBrowser(): Promise<LookingBrowser> {
  const browser = await openBrowser();
  const page = await browser.newPage();
  return {
    faults: (svg) => page.evaluate<readonly string[]>(looking(svg)),
    colours: async (svg, colorScheme) => {
      await page.emulateMedia({ colorScheme });
      return page.evaluate<readonly string[]>(colouring(svg));
    },
    close: () => browser.close(),
  };
}

/** What the page does. As text, because the browser's names are not known to these tests. */
function looking(svg: string): string {
  return `(() => {
    document.body.innerHTML = ${JSON.stringify(svg)};
    const picture = document.querySelector('svg').getBoundingClientRect();
    const inside = (one, other) =>
      one.left >= other.left - 1 && one.right <= other.right + 1 && one.top >= other.top - 1 && one.bottom <= other.bottom + 1;
    const meet = (one, other, by) =>
      Math.min(one.right, other.right) - Math.max(one.left, other.left) > by &&
      Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > by;
    const faults = [];
    const texts = [...document.querySelectorAll('text')].map((text) => ({ text, area: text.getBoundingClientRect() }));
    for (const { text, area } of texts) {
      if (!inside(area, picture)) faults.push('outside of the picture: ' + text.textContent);
      const box = text.parentNode.querySelector(':scope > title') && text.parentNode.getBoundingClientRect();
      const shapes = [...text.parentNode.querySelectorAll(':scope > rect, :scope > path')];
      if (box && !shapes.some((shape) => inside(area, shape.getBoundingClientRect())))
        faults.push('outside of its box: ' + text.textContent);
    }
    for (const [index, one] of texts.entries())
      for (const other of texts.slice(index + 1))
        if (meet(one.area, other.area, 2.5)) faults.push(one.text.textContent + ' upon ' + other.text.textContent);
    const boxes = [...document.querySelectorAll('g > title')].map((title) => title.parentNode);
    for (const arrow of document.querySelectorAll('path.arrow')) {
      const length = arrow.getTotalLength();
      const frame = arrow.getScreenCTM();
      for (let at = 4; at < length - 4; at += 4) {
        const point = arrow.getPointAtLength(at).matrixTransform(frame);
        const through = boxes.find((box) => {
          const area = box.getBoundingClientRect();
          return point.x > area.left + 2 && point.x < area.right - 2 && point.y > area.top + 2 && point.y < area.bottom - 2;
        });
        if (through) faults.push('an arrow through ' + through.querySelector('title').textContent);
      }
    }
    return [...new Set(faults)];
  })()`;
}

function colouring(svg: string): string {
  return `(() => {
    document.body.innerHTML = ${JSON.stringify(svg)};
    const fill = (selector) => getComputedStyle(document.querySelector(selector)).fill;
    return [fill('.paper'), fill('.title')];
  })()`;
}
