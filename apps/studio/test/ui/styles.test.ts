import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const studio = join(import.meta.dirname, '..', '..');
const folders = ['app', 'diagram', 'editor', 'live', 'overviews', 'ui'];

async function filesOf(ending: string): Promise<readonly string[]> {
  const lists = await Promise.all(folders.map((folder) => readdir(join(studio, folder), { recursive: true })));
  return lists.flatMap((names, index) =>
    names.map((name) => join(studio, folders[index] ?? '', name)).filter((name) => name.endsWith(ending)),
  );
}

describe('the styles', () => {
  it('have every class that a component names', async () => {
    const missing: string[] = [];
    for (const file of await filesOf('.tsx')) {
      const source = await readFile(file, 'utf8');
      const sheet = /import styles from '(.+\.css)'/.exec(source)?.[1];
      if (sheet === undefined) continue;
      const css = await readFile(join(dirname(file), sheet), 'utf8');
      for (const [, name] of source.matchAll(/styles\.(\w+)/g)) {
        if (!new RegExp(`\\.${name}\\b`).test(css)) missing.push(`${file}: ${name}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('have no class that nobody names', async () => {
    const sources = await Promise.all((await filesOf('.tsx')).map((file) => readFile(file, 'utf8')));
    const all = sources.join('\n');
    const unused: string[] = [];
    for (const file of await filesOf('.module.css')) {
      const css = await readFile(file, 'utf8');
      for (const [, name] of css.matchAll(/^\s*(?:[\w-]+\s+)?\.([\w-]+)/gm)) {
        if (!all.includes(`styles.${name}`) && !chosenByValue.has(name ?? '')) unused.push(`${file}: ${name}`);
      }
    }
    expect(unused).toEqual([]);
  });
});

/** Classes that a value chooses: kinds of participants, notices and buttons, states of breakers and of the feed. */
const chosenByValue = new Set(
  [
    'service cache boundary integration actor',
    'info warning error good main plain danger',
    'closed open half-open none connecting live lost absent',
  ].flatMap((names) => names.split(' ')),
);

describe('the colours', () => {
  const schemes = new Map<string, ReadonlyMap<string, string>>();

  beforeAll(async () => {
    const css = await readFile(join(studio, 'ui', 'tokens.css'), 'utf8');
    const [light = '', dark = ''] = css.split('@media');
    schemes.set('light', coloursOf(light)).set('dark', new Map([...coloursOf(light), ...coloursOf(dark)]));
  });

  const grounds = ['paper', 'sheet', 'sunken', 'hover'];
  const texts = [
    'ink',
    'ink-soft',
    'accent',
    'error',
    'warning',
    'good',
    'info',
    'code-heading',
    'code-value',
    'code-mark',
    'code-link',
  ];
  const pairs = [
    ...texts.flatMap((text) => grounds.map((ground) => [text, ground])),
    ...['error', 'warning', 'good', 'info', 'accent'].map((tone) => [tone, `${tone}-soft`]),
    ...['error', 'warning', 'good', 'info', 'accent'].map((tone) => ['ink', `${tone}-soft`]),
    ['on-accent', 'accent'],
    ['on-accent', 'accent-strong'],
    ['ink-soft', 'accent-soft'],
    ['ink', 'code-selection'],
  ];

  it.each(['light', 'dark'])('of text hold 4.5 : 1 on their ground in the %s scheme', (scheme) => {
    const colours = schemes.get(scheme);
    const weak = pairs.filter(([text = '', ground = '']) => contrast(colours?.get(text), colours?.get(ground)) < 4.5);
    expect(weak).toEqual([]);
  });

  it.each(['light', 'dark'])('of lines that carry meaning hold 3 : 1 in the %s scheme', (scheme) => {
    const colours = schemes.get(scheme);
    const weak = grounds.filter((ground) => contrast(colours?.get('line-strong'), colours?.get(ground)) < 3);
    expect(weak).toEqual([]);
  });
});

function coloursOf(css: string): ReadonlyMap<string, string> {
  return new Map([...css.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]));
}

/** WCAG 2.2, contrast ratio: 1 to 21. */
function contrast(one: string | undefined, other: string | undefined): number {
  if (one === undefined || other === undefined) throw new Error('There is no such colour.');
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
