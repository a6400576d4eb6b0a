import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { starterText } from '#overviews/starter';
import { launchBrowser, openPage, type WatchedPage } from '../support/browser.ts';
import { type ControlServer, startControlServer } from '../support/control-server.ts';
import { eventually, isGone, isSeen } from '../support/eventually.ts';
import { type Colleague, colleague } from '../support/overviews.ts';
import { type Stack, startStack } from '../support/stack.ts';
import { studioPage } from '../support/studio-page.ts';
import { recoveredSystem, troubledSystem } from '../support/system-status.ts';

let control: ControlServer;
let stack: Stack;
let browser: Browser;
let watched: WatchedPage;
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
  control.tell(troubledSystem);
  watched = await openPage(browser, stack.studioUrl);
});

afterEach(() => watched.close());

const longName = 'A name that goes on and on because the system has grown for years and nobody dared to shorten it '
  .repeat(2)
  .trim();

describe('the list', () => {
  it('says first that there is nothing yet, and how to begin', async () => {
    const { page, complaints } = watched;
    await page.goto('/');
    expect(await isSeen(page.getByRole('heading', { name: 'No overviews yet' }))).toBe(true);
    await page.getByRole('button', { name: 'Write the first one' }).click();
    expect(await isSeen(page.getByRole('dialog', { name: 'New overview' }))).toBe(true);
    expect(await page.title()).toBe('Overviews · Asbuilt');
    expect(complaints).toEqual([]);
  });

  it('shows each overview with what the check says of it, as soon as it has run', async () => {
    const { page } = watched;
    await other.create({ name: 'Sound', text: starterText('Sound') });
    await other.create({ name: 'Unsound', text: starterText('Unsound').replace('**$20**', '**$21**') });
    await page.goto('/');
    const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
    expect(await isSeen(row('Sound').getByText('Holds'))).toBe(true);
    expect(await isSeen(row('Unsound').getByText(/1 (error|warning)/))).toBe(true);
  });

  it('asks before it deletes, and then deletes', async () => {
    const { page } = watched;
    await other.create({ name: 'Doomed', text: '# Doomed\n' });
    await page.goto('/');
    await page.getByRole('button', { name: 'Delete Doomed' }).click();
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Delete Doomed' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    expect(await isGone(page.getByRole('link', { name: 'Doomed' }))).toBe(true);
  });

  it('shows more than one page of them', async () => {
    const { page } = watched;
    for (let index = 1; index <= 55; index += 1) await other.create({ name: `Many ${index}`, text: '# Many\n' });
    await page.goto('/');
    expect(await isSeen(page.getByRole('link', { name: 'Many 55', exact: true }))).toBe(true);
    expect(await page.getByRole('link', { name: 'Many 1', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Show more' }).click();
    expect(await isSeen(page.getByRole('link', { name: 'Many 1', exact: true }))).toBe(true);
  });

  it('cuts a long name off, and tells it whole in its title', async () => {
    const { page } = watched;
    await other.create({ name: longName, text: '# Long\n' });
    await page.goto('/');
    const link = page.getByRole('link', { name: longName });
    expect(await link.getAttribute('title')).toBe(longName);
    const { height = 0 } = (await link.boundingBox()) ?? {};
    expect(height).toBeLessThan(30);
  });

  it('takes a file, and its first heading for the name', async () => {
    const { page } = watched;
    await page.goto('/');
    await page.getByRole('button', { name: 'New overview' }).click();
    await page.getByRole('radio', { name: /A file/ }).check();
    await page
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'a.md', mimeType: 'text/markdown', buffer: Buffer.from([0xff, 0xfe]) });
    expect(await isSeen(page.getByText('a.md is no text in UTF-8'))).toBe(true);
    await page
      .getByLabel('File', { exact: true })
      .setInputFiles({ name: 'b.md', mimeType: 'text/markdown', buffer: Buffer.from('# From a file\n') });
    await page.getByRole('button', { name: 'Create' }).click();
    await page.waitForURL(/\/overviews\//);
    expect(await isSeen(page.getByRole('heading', { level: 1, name: 'From a file' }))).toBe(true);
  });
});

describe('the diagram', () => {
  it('shows the services, who calls whom, in which step and by what', async () => {
    const { page, complaints } = watched;
    await openDiagram(starterText('Drawn'));
    expect(
      await page.locator('svg [data-node]').evaluateAll((nodes) => nodes.map((node) => node.dataset['node'])),
    ).toEqual(expect.arrayContaining(['Frontend', 'API', 'Database', 'User']));
    const call = page.getByRole('link', { name: /^API calls Database; step 3, query; Postgres protocol/ });
    expect(await call.locator('text').evaluate((text) => text.textContent)).toContain('3 · query');
    expect(complaints).toEqual([]);
  });

  it('keeps all text inside its boxes in the real font, long names too', async () => {
    const text = starterText('Drawn')
      .replaceAll('Frontend', 'WWWWWW MMMMMMMM WWWWWWWWWWWWWWWWWWWWWWWWWWWW frontend')
      .replaceAll('(REST call)', `(${'a call that takes many words to be described '.repeat(3)})`);
    await openDiagram(text);
    expect(await outside(watched.page)).toEqual([]);
  });

  it('follows the text as it is typed', async () => {
    await openDiagram(starterText('Drawn'));
    await studioPage(watched.page).replace('5. API → Frontend', '4. API → Mailer (send)\n5. API → Frontend');
    expect(await isSeen(watched.page.locator('svg [data-node=Mailer]'))).toBe(true);
  });

  it('leads to the place in the text, by keyboard', async () => {
    const { page } = watched;
    await openDiagram(starterText('Drawn'));
    await page.locator('svg [data-node=Database]').focus();
    await page.keyboard.press('Enter');
    await eventually(async () =>
      expect(await page.locator('.cm-activeLine').innerText()).toContain('| Database | Keeps the data'),
    );
  });
});

async function openDiagram(text: string): Promise<void> {
  const { id } = await other.create({ name: 'Drawn', text });
  await studioPage(watched.page).open(id);
  await watched.page.getByRole('tab', { name: 'Diagram' }).click();
  expect(await isSeen(watched.page.locator('svg [data-node]').first())).toBe(true);
}

/** The lines of the diagram that reach out of their box, by more than half a pixel. */
function outside(page: Page): Promise<readonly string[]> {
  return page.locator('svg a').evaluateAll((links) =>
    links.flatMap((link) => {
      const box = link.querySelector('rect')?.getBoundingClientRect();
      return [...link.querySelectorAll('tspan')]
        .filter((line) => {
          const drawn = line.getBoundingClientRect();
          return box === undefined || drawn.left < box.left - 0.5 || drawn.right > box.right + 0.5;
        })
        .map((line) => line.textContent ?? '');
    }),
  );
}

describe('the running system', () => {
  it('shows every edge and service, and follows what changes', async () => {
    const { page, complaints } = watched;
    const streams: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/live/stream')) streams.push(request.url());
    });
    await page.goto('/live');
    const edge = page.getByRole('row', { name: /Frontend.*API/ });
    expect(await isSeen(edge.getByText('open', { exact: true }))).toBe(true);
    expect(await edge.innerText()).toMatch(/800[\s\S]*37[\s\S]*4\.6 %[\s\S]*8 ms[\s\S]*1\.2 s[\s\S]*10 s/);
    expect(await isSeen(page.getByRole('row', { name: /Mail.*unbound/ }))).toBe(true);
    expect(await isSeen(page.getByRole('row', { name: /^Frontend healthy 1 of 2/ }))).toBe(true);
    expect(await isSeen(page.getByRole('row', { name: /Frontend #2 unready.*4243/ }))).toBe(true);
    control.tell(recoveredSystem);
    expect(await isSeen(edge.getByText('closed', { exact: true }))).toBe(true);
    expect(streams).toHaveLength(1);
    expect(complaints).toEqual([]);
  });

  it('says when the connection is lost, keeps what was seen, and comes back by itself', async () => {
    const { page } = watched;
    await page.goto('/live');
    // The page is called so too: it is live once it says so beside what it watches.
    expect(await isSeen(page.getByRole('status').filter({ hasText: /^Live$/ }))).toBe(true);
    await stack.stopApi();
    expect(await isSeen(page.getByText('The connection to the running system is lost'))).toBe(true);
    expect(await isSeen(page.getByRole('row', { name: /Frontend.*API/ }))).toBe(true);
    await stack.startApi();
    expect(await isGone(page.getByText('The connection to the running system is lost'))).toBe(true);
  });

  it('stands in one line below every overview', async () => {
    const { page } = watched;
    const { id } = await other.create({ name: 'Below', text: starterText('Below') });
    await studioPage(page).open(id);
    const strip = page.getByRole('complementary', { name: 'Running system' });
    expect(await isSeen(strip.getByText('Frontend → API'))).toBe(true);
    expect(await strip.innerText()).toMatch(/shop\.md[\s\S]*12,031 req[\s\S]*37 failed/);
  });

  it('is let go when the page is left', async () => {
    const { page } = watched;
    await page.goto('/live');
    await eventually(async () => expect(control.listeners()).toBe(1));
    await page.close();
    await eventually(async () => expect(control.listeners()).toBe(0));
  });
});

describe('without the API', () => {
  beforeAll(() => stack.stopApi());
  afterAll(() => stack.startApi());

  it('the list says why it is not there, and how to go on', async () => {
    const { page } = watched;
    await page.goto('/');
    expect(await isSeen(page.getByRole('alert').getByText('could not be read'))).toBe(true);
    expect(await isSeen(page.getByRole('button', { name: 'Try again' }))).toBe(true);
  });
});

describe('the process', () => {
  it('ends within the time that a supervisor gives it, with live pages that are still open', async () => {
    const { page } = watched;
    await page.goto('/live');
    await eventually(async () => expect(control.listeners()).toBe(1));
    expect(await stack.studio.stop(60_000)).toBeLessThan(30_000);
  });
});
