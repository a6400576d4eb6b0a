/**
 * Opens a page in headless Chromium and hands it to `look`: the one that comes with npm, or the one that
 * `CHROMIUM_PATH` names.
 *
 * @template T
 * @param {string} url
 * @param {(page: import('playwright-core').Page) => Promise<T>} look
 * @returns {Promise<{ readonly result: T, readonly errors: readonly string[] }>} `errors` is what the page wrote to its console as such
 */
export async function visit(url, look) {
  const { chromium } = await import('playwright-core');
  const { default: bundled } = await import('@sparticuz/chromium');
  const executablePath = process.env['CHROMIUM_PATH'] ?? (await bundled.executablePath());
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--headless=shell', '--disable-gpu', ...quiet],
  });
  try {
    const page = await browser.newPage();
    /** @type {string[]} */
    const errors = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(url);
    return { result: await look(page), errors };
  } finally {
    await browser.close();
  }
}
