import { artifacts } from '@asbuilt/core/artifacts';
import { sample } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LookingBrowser, openLookingBrowser } from './looking.ts';
import { nastyText } from './nasty-text.ts';
import { modelOf, overviewText } from './overviews.ts';
import { shopOverview } from './shop.ts';

let browser: LookingBrowser;
beforeAll(async () => {
  browser = await openLookingBrowser();
});
afterAll(() => browser.close());

const pictures = artifacts.filter(({ comment }) => comment === 'svg');

/** A document whose names, labels and descriptions are any texts whatever. */
function anyWords(): string {
  const words = sample(nastyText, { numRuns: 24, seed: 2 }).map((text) => text.replace(/[\n\r|]/g, ' '));
  const rows = words.map((word, index) => `| S${index} ${word} | ${word} | ${word} | ${word} |`).join('\n');
  const steps = words.map((word, index) => `${index + 1}. S0 → S${index} (${word.replace(/[()]/g, '')})`).join('\n');
  return `# ${words[0] ?? ''}\n\n## Services\n\n| Service | Responsibility | Interface | Protocol |\n|---|---|---|---|\n${rows}\n\n## Data Flow\n\n${steps}\n`;
}

const documents = {
  'parcel-desk': overviewText('parcel-desk'),
  bare: overviewText('bare'),
  'nasty-names': overviewText('nasty-names'),
  'any words': anyWords(),
  '30 services': shopOverview(30),
  '1,000 services': shopOverview(1000),
};

describe.each(Object.entries(documents))('of %s', (_, overview) => {
  const model = modelOf(overview);

  it.each(pictures)('$path has its text in its boxes, and no arrow goes through one', async ({ derive }) => {
    await expect(browser.faults(derive({ file: 'overview.md', model }))).resolves.toEqual([]);
  });
});

describe('a picture', () => {
  const model = modelOf(overviewText('parcel-desk'));
  const [picture] = pictures.map(({ derive }) => derive({ file: 'overview.md', model }));

  it('is light or dark as the reader likes it', async () => {
    const [light, dark] = [await browser.colours(picture ?? '', 'light'), await browser.colours(picture ?? '', 'dark')];
    expect(light).toEqual(['rgb(255, 255, 255)', 'rgb(31, 35, 40)']);
    expect(dark).toEqual(['rgb(13, 17, 23)', 'rgb(230, 237, 243)']);
  });

  it('is looked at: a text that leaves its box is seen', async () => {
    const broken = (picture ?? '').replace(
      '>Customer</text>',
      '>Customer who has a name that is far too long for a box</text>',
    );
    await expect(browser.faults(broken)).resolves.not.toEqual([]);
  });

  it('says how many it leaves out where there are too many to show', () => {
    const large = modelOf(shopOverview(1000));
    const texts = pictures.map(({ derive }) => derive({ file: 'overview.md', model: large }));
    const counted = texts.filter((text) => /\+ \d+ more/.test(text));
    expect(counted).toHaveLength(4);
    for (const text of texts) expect(text.length).toBeLessThan(200_000);
  });
});
