import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { starterText } from '#overviews/starter';
import { launchBrowser, openPage, type WatchedPage } from '../support/browser.ts';
import { type ControlServer, startControlServer } from '../support/control-server.ts';
import { eventually, isSeen } from '../support/eventually.ts';
import { type Colleague, colleague } from '../support/overviews.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { type StudioPage, studioPage } from '../support/studio-page.ts';
import { troubledSystem } from '../support/system-status.ts';

let control: ControlServer;
let stack: Stack;
let browser: Browser;
let watched: WatchedPage;
let studio: StudioPage;
let other: Colleague;

beforeAll(async () => {
  control = await startControlServer(troubledSystem);
  [stack, browser] = await Promise.all([startStack(control.url), launchBrowser()]);
  other = colleague(stack.apiUrl);
});

afterAll(async () => {
  await browser?.close();
  await stack?.stop();
  await control?.stop();
});

beforeEach(async () => {
  // High enough for the whole text: the editor keeps only visible lines in the page.
  watched = await openPage(browser, stack.studioUrl, { viewport: { width: 1440, height: 2_400 } });
  studio = studioPage(watched.page);
});

afterEach(() => watched.close());

async function openStarter(name: string): Promise<string> {
  const { id } = await other.create({ name, text: starterText(name) });
  await studio.open(id);
  return id;
}

describe('writing an overview', () => {
  it('creates one, shows a finding within a second of typing, saves it, and keeps it over a reload', async () => {
    const { page, complaints, origins } = watched;
    await page.clock.install();
    await page.goto('/');
    await page.getByRole('button', { name: 'New overview' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('Web shop');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/\/overviews\//);
    await eventually(async () => expect(await studio.counts.innerText()).toMatch(/0 errors\s*0 warnings/));
    expect(await page.title()).toBe('Web shop · Asbuilt');

    await studio.replace('$20', '$20');
    await page.clock.pauseAt(new Date(Date.now() + 60_000));
    await page.keyboard.press('Backspace');
    await page.keyboard.type('1');
    // A second by the page's own clock, so that a busy machine does not count.
    await page.clock.runFor(1_000);
    await studio.findings.getByText('costs-add-up').waitFor();
    await page.clock.resume();
    expect(await page.locator('.cm-lintRange').count()).toBeGreaterThan(0);
    expect(await studio.saveState.innerText()).toBe('Unsaved changes');

    await page.keyboard.press('ControlOrMeta+s');
    await eventually(async () => expect(await studio.saveState.innerText()).toBe('Saved, version 2'));
    await page.reload();
    await studio.findings.getByText('costs-add-up').waitFor();
    expect(complaints).toEqual([]);
    expect([...origins]).toEqual([stack.studioUrl]);
  });

  it('leads from a finding to its place in the text', async () => {
    const { page } = watched;
    await openStarter('Places');
    await studio.replace('**$20**', '**$21**');
    await studio.findings
      .first()
      .getByRole('button', { name: /^Go to \d+:\d+$/ })
      .first()
      .press('Enter');
    expect(await page.evaluate('document.getSelection().toString()')).toContain('21');
    expect(await studio.text.evaluate((text) => text.matches(':focus'))).toBe(true);
  });

  it('gives back every byte of a text with Windows line endings', async () => {
    const text = starterText('Windows').replaceAll('\n', '\r\n');
    const { id } = await other.create({ name: 'Windows', text });
    await studio.open(id);
    await studio.append('more');
    await watched.page.keyboard.press('ControlOrMeta+s');
    await eventually(async () => expect((await other.read(id)).text).toBe(`${text}more`));
  });

  it('renames, and saves the name with the text', async () => {
    const { page } = watched;
    const id = await openStarter('Old name');
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('New name');
    await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await eventually(async () => expect((await other.read(id)).name).toBe('New name'));
  });

  it('moves through review step by step, and lets nobody write into what is done', async () => {
    const { page, complaints } = watched;
    const id = await openStarter('Reviewed');
    for (const step of ['in progress', 'review', 'done']) {
      await page.getByRole('button', { name: `Move to ${step}` }).click();
      await eventually(async () =>
        expect(await page.locator('[aria-current=step]').innerText()).toMatch(new RegExp(step, 'i')),
      );
    }
    expect((await other.read(id)).status).toBe('done');
    const before = await studio.text.innerText();
    await studio.append('x');
    expect(await studio.text.innerText()).toBe(before);
    await page.getByRole('button', { name: 'Move to review' }).click();
    await eventually(async () => expect((await other.read(id)).status).toBe('review'));
    expect(complaints).toEqual([]);
  });
});

describe('two people at one overview', () => {
  it('are shown where their texts part', async () => {
    await conflict('Shown');
    const dialog = watched.page.getByRole('dialog');
    expect(await dialog.getByLabel(/^Mine/).inputValue()).toBe('Mine.');
    expect(await dialog.getByLabel(/^Theirs/).inputValue()).toBe('Theirs.');
  });

  it('may keep mine, with theirs among the versions', async () => {
    const id = await conflict('Mine');
    await choose('Keep mine');
    await eventually(async () => expect(await studio.saveState.innerText()).toBe('Saved, version 3'));
    expect((await other.read(id)).text).toMatch(/Mine\.$/);
    const version2 = await fetch(`${stack.apiUrl}/overviews/${id}/versions/2`);
    expect(await version2.text()).toContain('Theirs.');
  });

  it('may take theirs, with mine one undo away', async () => {
    const { page } = watched;
    await conflict('Theirs');
    await choose('Take theirs');
    await eventually(async () => expect(await studio.saveState.innerText()).toBe('Saved, version 2'));
    expect(await studio.text.innerText()).toContain('Theirs.');
    await studio.text.press('ControlOrMeta+z');
    await eventually(async () => expect(await studio.text.innerText()).toContain('Mine.'));
    expect(await studio.saveState.innerText()).toBe('Unsaved changes');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('may decide later, and are asked again with the next save', async () => {
    const id = await conflict('Later');
    await watched.page.keyboard.press('Escape');
    await eventually(async () => expect(await studio.saveState.innerText()).toBe('Unsaved changes'));
    expect((await other.read(id)).text).toMatch(/Theirs\.$/);
    await watched.page.getByRole('button', { name: 'Save' }).click();
    expect(await isSeen(watched.page.getByRole('dialog'))).toBe(true);
  });

  it('lose nothing when one deletes what the other writes', async () => {
    const { page } = watched;
    const id = await openStarter('Deleted');
    await studio.append('Mine.');
    await other.remove(await other.read(id));
    await page.keyboard.press('ControlOrMeta+s');
    await page.getByRole('button', { name: 'Save as a new overview' }).click();
    await page.waitForURL((url) => url.pathname.startsWith('/overviews/') && !url.pathname.endsWith(id));
    await eventually(async () => expect(await studio.text.innerText()).toContain('Mine.'));
  });
});

describe('leaving with unsaved work', () => {
  it('asks first, and can stay', async () => {
    const { page } = watched;
    const id = await openStarter('Stay');
    await studio.append('Unsaved.');
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await page.getByRole('button', { name: 'Stay' }).click();
    expect(page.url()).toContain(id);
    expect(await studio.text.innerText()).toContain('Unsaved.');
  });

  it('can keep the work for later, over a closed page', async () => {
    const { page } = watched;
    const id = await openStarter('Kept');
    await studio.append('Unsaved.');
    await page.getByRole('link', { name: 'Live', exact: true }).click();
    await page.getByRole('button', { name: 'Leave, keep for later' }).click();
    await page.waitForURL('**/live');
    await studio.open(id);
    await page.getByText('Your unsaved changes of last time are back').waitFor();
    expect(await studio.text.innerText()).toContain('Unsaved.');
    await page.getByRole('button', { name: 'Discard them' }).click();
    await eventually(async () => expect(await studio.text.innerText()).not.toContain('Unsaved.'));
    expect(await studio.saveState.innerText()).toBe('Saved, version 1');
  });

  it('can throw the work away', async () => {
    const { page } = watched;
    const id = await openStarter('Discarded');
    await studio.append('Unsaved.');
    await page.getByRole('link', { name: 'Overviews' }).first().click();
    await page.getByRole('button', { name: 'Discard them' }).click();
    await page.waitForURL(`${stack.studioUrl}/`);
    await studio.open(id);
    expect(await studio.text.innerText()).not.toContain('Unsaved.');
  });

  it('makes the browser ask before the window is closed', async () => {
    const { page } = watched;
    await openStarter('Closed');
    await studio.append('Unsaved.');
    const asked = page.waitForEvent('dialog');
    void page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
  });
});

/** Types at the end of an overview that somebody else saves meanwhile, and saves too. */
async function conflict(name: string): Promise<string> {
  const id = await openStarter(name);
  await studio.append('Mine.');
  await other.save(await other.read(id), `${starterText(name)}Theirs.`);
  await watched.page.keyboard.press('ControlOrMeta+s');
  await watched.page.getByRole('dialog').waitFor();
  return id;
}

function choose(name: string): Promise<void> {
  return watched.page.getByRole('dialog').getByRole('button', { name }).click();
}
