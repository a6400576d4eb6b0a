import type { Browser, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { starterText } from '#overviews/starter';
import { launchBrowser, openPage } from '../support/browser.ts';
import { eventually, isGone, isSeen } from '../support/eventually.ts';
import { colleague } from '../support/overviews.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { studioPage } from '../support/studio-page.ts';

let stack: Stack;
let browser: Browser;
let id: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), launchBrowser()]);
  const name = 'A long name of a long overview '.repeat(6).trim();
  ({ id } = await colleague(stack.apiUrl).create({ name, text: starterText('Reached').replace('$20', '$21') }));
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
});

/** Presses Tab until the focus is where it is wanted. */
async function tabTo(page: Page, wanted: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement?.matches(${JSON.stringify(wanted)}) ?? false`)) return;
  }
  throw new Error(`The focus never comes to ${wanted}.`);
}

describe('with the keyboard alone', () => {
  it('one creates an overview, finds a finding, goes to its place and saves', async () => {
    const { page, close } = await openPage(browser, stack.studioUrl);
    await page.goto('/');
    expect(await isSeen(page.getByRole('table'))).toBe(true);
    await tabTo(page, 'main header button');
    await page.keyboard.press('Enter');
    expect(await isSeen(page.getByRole('dialog'))).toBe(true);
    await page.keyboard.type('By keyboard');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/overviews\//);
    expect(await isSeen(page.getByTestId('counts'))).toBe(true);

    await tabTo(page, '.cm-content');
    await page.keyboard.press('ControlOrMeta+f');
    await page.keyboard.type('$20');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.type('$21');
    expect(await isSeen(page.getByText('costs-add-up').first())).toBe(true);
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toMatch(/^\d+:\d+$/);
    await page.keyboard.press('Enter');
    expect(await page.evaluate("document.activeElement.classList.contains('cm-content')")).toBe(true);
    await page.keyboard.press('ControlOrMeta+s');
    await eventually(async () => expect(await page.locator('[data-saving]').innerText()).toBe('Saved, version 2'));
    await close();
  });

  it('one skips to the content first', async () => {
    const { page, close } = await openPage(browser, stack.studioUrl);
    await page.goto('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await close();
  });

  it('one changes between findings and diagram with the arrow keys', async () => {
    const { page, close } = await openPage(browser, stack.studioUrl);
    await studioPage(page).open(id);
    await page.getByRole('tab', { name: /Findings/ }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'Diagram' }).getAttribute('aria-selected')).toBe('true');
    expect(await isSeen(page.locator('svg [data-node]').first())).toBe(true);
    await close();
  });

  it('one leaves a dialog with Escape, and is back where one was', async () => {
    const { page, close } = await openPage(browser, stack.studioUrl);
    await page.goto('/');
    await page.getByRole('button', { name: 'New overview' }).focus();
    await page.keyboard.press('Enter');
    expect(await isSeen(page.getByRole('dialog'))).toBe(true);
    await page.keyboard.press('Escape');
    expect(await isGone(page.getByRole('dialog'))).toBe(true);
    await eventually(async () => expect(await page.evaluate('document.activeElement.innerText')).toBe('New overview'));
    await close();
  });
});

describe('on a narrow screen', () => {
  const narrow = { viewport: { width: 375, height: 740 } };

  it.each(['/', '/live', '/overviews/:id', '/nowhere'])('%s needs no scrolling sideways', async (path) => {
    const { page, close } = await openPage(browser, stack.studioUrl, narrow);
    await page.goto(path.replace(':id', id));
    await page.waitForLoadState('networkidle');
    const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(excess)).toBe(0);
    await close();
  });

  it('text, findings and diagram stand behind tabs, and a finding leads to the text', async () => {
    const { page, close } = await openPage(browser, stack.studioUrl, narrow);
    const studio = studioPage(page);
    await studio.open(id);
    await page.getByRole('tab', { name: /Findings/ }).click();
    expect(await studio.text.isVisible()).toBe(false);
    await studio.findings.first().click();
    expect(await studio.text.isVisible()).toBe(true);
    expect(await page.evaluate('document.getSelection().toString()')).toContain('21');
    await close();
  });
});

describe('the pages', () => {
  it.each(['light', 'dark'] as const)('follow the %s scheme, and complain of nothing', async (colorScheme) => {
    const { page, complaints, close } = await openPage(browser, stack.studioUrl, { colorScheme });
    await page.goto('/');
    expect(await isSeen(page.getByRole('table'))).toBe(true);
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(background).toBe(colorScheme === 'light' ? 'rgb(243, 245, 247)' : 'rgb(11, 20, 31)');
    expect(await page.evaluate('document.fonts.check(\'16px "Inter Variable"\')')).toBe(true);
    expect(complaints).toEqual([]);
    await close();
  });

  it('say when nothing runs under asbuilt up', async () => {
    const { page, close } = await openPage(browser, stack.studioUrl);
    await page.goto('/live');
    expect(await isSeen(page.getByRole('heading', { name: 'Not running under asbuilt up' }))).toBe(true);
    await studioPage(page).open(id);
    expect(await isSeen(page.getByRole('complementary', { name: 'Running system' }).getByText('Not running'))).toBe(
      true,
    );
    await close();
  });

  it('say when there is no such overview', async () => {
    const { page, close } = await openPage(browser, stack.studioUrl);
    await page.goto('/overviews/00000000-0000-4000-8000-000000000000');
    expect(await isSeen(page.getByRole('heading', { name: 'There is no such overview' }))).toBe(true);
    await page.goto('/overviews/nonsense');
    expect(await isSeen(page.getByRole('heading', { name: 'There is no such overview' }))).toBe(true);
    await close();
  });

  it('run only their own scripts, and let nobody frame them', async () => {
    const { headers } = await fetch(stack.studioUrl);
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self' 'nonce-[\w-]+' 'strict-dynamic';/);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const [one, other] = await Promise.all([fetch(stack.studioUrl), fetch(stack.studioUrl)]);
    expect(one.headers.get('content-security-policy')).not.toBe(other.headers.get('content-security-policy'));
  });

  it('load editor, core and layout engine only where they are needed', async () => {
    const { page, close } = await openPage(browser, stack.studioUrl);
    const sizes = new Map<string, Promise<number>>();
    page.on('response', (response) => {
      const url = response.url();
      if (url.endsWith('.js') && !sizes.has(url)) sizes.set(url, sizeOf(response));
    });
    const loadedBytes = async (): Promise<number> =>
      (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);

    await page.goto('/', { waitUntil: 'networkidle' });
    const list = await loadedBytes();
    await studioPage(page).open(id);
    const editor = (await loadedBytes()) - list;
    await page.getByRole('tab', { name: 'Diagram' }).click();
    expect(await isSeen(page.locator('svg [data-node]').first())).toBe(true);
    const diagram = (await loadedBytes()) - list - editor;

    expect(list).toBeLessThan(600_000);
    expect(editor).toBeGreaterThan(list);
    expect(editor).toBeLessThan(1_000_000);
    expect(diagram).toBeGreaterThan(30_000);
    await close();
  });
});

async function sizeOf(response: Response): Promise<number> {
  return (await response.body()).length;
}
