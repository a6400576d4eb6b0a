import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import configuration from '../.dependency-cruiser.mjs';
import { root } from '../scripts/lib/root.mjs';

/** The columns of the table in section 4, by their headings, and where their files are. */
const columns: Readonly<Record<string, string>> = {
  '`overview/`': 'packages/core/src/overview',
  '`model/`': 'packages/core/src/model',
  '`derive/`': 'packages/core/src/derive',
  '`check/rules/`': 'packages/core/src/check/rules',
  '`artifacts/`': 'packages/core/src/artifacts',
  'Kept in `packages/runtime/src` by': 'packages/runtime/src',
};

/** The folders of which no file may be missing in section 4. */
const complete = ['overview', 'model', 'derive', 'check/rules', 'artifacts'].map(
  (folder) => `packages/core/src/${folder}`,
);

/** A file that section 4 names. */
interface Named {
  readonly folder: string;
  readonly stem: string;
}

function section(text: string, number: number): string {
  const from = text.indexOf(`\n## ${number}. `);
  const to = text.indexOf('\n## ', from + 1);
  if (from === -1) throw new Error(`ARCHITECTURE.md has no section ${number}.`);
  return text.slice(from, to === -1 ? undefined : to);
}

function ticked(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
}

function cellsOf(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

function namedInTable(text: string): Named[] {
  const [header = '', , ...rows] = section(text, 4)
    .split('\n')
    .filter((line) => line.startsWith('|'));
  const folders = cellsOf(header).map((title) => columns[title]);
  return rows.flatMap((row) =>
    cellsOf(row).flatMap((cell, index) => {
      const folder = folders[index];
      return folder === undefined ? [] : ticked(cell).map((stem) => ({ folder, stem }));
    }),
  );
}

/** `What … stand on, in `overview/`: `read`, `sections` …` */
function namedBelowTable(text: string): Named[] {
  return [...section(text, 4).matchAll(/^What .* stand on, in `([\w/]+)\/`: (.*)$/gm)].flatMap(([, folder, list]) =>
    ticked(list ?? '').map((stem) => ({ folder: `packages/core/src/${folder}`, stem })),
  );
}

async function stemsIn(folder: string): Promise<string[]> {
  const names = await readdir(join(root, folder));
  return names.filter((name) => name.endsWith('.ts') && name !== 'index.ts').map((name) => name.replace(/\.ts$/, ''));
}

describe('ARCHITECTURE.md', () => {
  let text: string;
  let named: Named[];

  beforeAll(async () => {
    text = await readFile(join(root, 'ARCHITECTURE.md'), 'utf8');
    named = [...namedInTable(text), ...namedBelowTable(text)];
  });

  it('names files that exist in the table of section by stage', () => {
    expect(named.length).toBeGreaterThan(80);
    const missing = named
      .map(({ folder, stem }) => `${folder}/${stem}.ts`)
      .filter((file) => !existsSync(join(root, file)));
    expect(missing).toEqual([]);
  });

  it.each(complete)('leaves no file of %s out of section 4', async (folder) => {
    const known = new Set(named.filter((file) => file.folder === folder).map(({ stem }) => stem));
    expect((await stemsIn(folder)).filter((stem) => !known.has(stem))).toEqual([]);
  });

  it('is right that every section is published under its own name', async () => {
    const sections = await stemsIn('packages/core/src/artifacts/sections');
    const published = sections.filter((stem) => stem !== 'chapter' && stem !== 'chapters');
    const rows = section(text, 4)
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .slice(2, -1);
    const stems = rows.map((row) => ticked(cellsOf(row)[1] ?? '')[0]);
    expect(published.toSorted()).toEqual(stems.toSorted());
  });

  it('names the rules of import by names that they have', () => {
    const rules = new Set(configuration.forbidden.map(({ name }) => name));
    const mentioned = [...section(text, 5).matchAll(/^- `([\w-]+)`:/gm)].map((match) => match[1] ?? '');
    expect(mentioned.length).toBeGreaterThan(4);
    expect(mentioned.filter((name) => !rules.has(name))).toEqual([]);
  });

  it('draws the steps of the gateway in the order that they have', async () => {
    const source = await readFile(join(root, 'packages/runtime/src/gateway/edge.ts'), 'utf8');
    const lists = [
      ...source.matchAll(/const on(?:Call|Entry|Cached|Covered|Attempt|End): readonly \w+\[\] = \[([^\]]+)\]/g),
    ];
    const steps = lists.flatMap((match) => (match[1] ?? '').match(/\w+/g) ?? []);
    expect(steps.length).toBeGreaterThan(10);
    const drawing = section(text, 6).split('```')[1] ?? '';
    const words = drawing.match(/[a-z][A-Za-z]+/g) ?? [];
    // Whatever is written like a step must be one.
    const drawn = words.filter((word) => /[A-Z]/.test(word.slice(1)) || steps.includes(word));
    expect([...new Set(drawn)]).toEqual(steps);
  });
});

describe('what our documents say of the code', () => {
  const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];

  it.each(documents)('names paths in %s that exist', async (name) => {
    const text = await readFile(join(root, name), 'utf8');
    const paths = ticked(text).filter((words) =>
      /^(?:\.ci|\.github|apps|bench|docs|packages|scripts|test)\/[\w./-]+$/.test(words),
    );
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it.each(documents)('names npm commands in %s that exist', async (name) => {
    const text = await readFile(join(root, name), 'utf8');
    const { scripts }: { scripts: Record<string, string> } = JSON.parse(
      await readFile(join(root, 'package.json'), 'utf8'),
    );
    const commands = [...text.matchAll(/npm run ([a-z:-]+)(?! -w)(?=[`\s])/g)].map((match) => match[1] ?? '');
    const known = (command: string): boolean =>
      Object.hasOwn(scripts, command) || text.includes(`npm run ${command} -w `);
    expect(commands.filter((command) => !known(command))).toEqual([]);
  });
});
