import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Io } from '../packages/asbuilt/src/cli/command.ts';
import { commands } from '../packages/asbuilt/src/cli/commands.ts';
import { main } from '../packages/asbuilt/src/cli/main.ts';
import { root } from '../scripts/lib/root.mjs';

/** The fenced blocks of a document in some language, in order. */
async function blocks(document: string, language: string): Promise<string[]> {
  const text = await readFile(join(root, document), 'utf8');
  const fence = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...text.matchAll(fence)].map((match) => match[1] ?? '');
}

describe('what our documents show', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'asbuilt-examples-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function asbuilt(...argv: readonly string[]): Promise<string> {
    let printed = '';
    const print = (text: string): void => {
      printed += text;
    };
    const io: Io = { out: print, err: print, cwd: folder, color: false, signal: new AbortController().signal };
    await main(argv, io);
    return printed;
  }

  it('in the README is what happens', async () => {
    const [overview = ''] = await blocks('README.md', 'markdown');
    const consoles = await blocks('README.md', 'console');
    expect(consoles).toHaveLength(2);
    await writeFile(join(folder, 'overview.md'), overview);
    expect(consoles[0]).toBe(`$ asbuilt check\n${await asbuilt('check')}`);
    await writeFile(join(folder, 'overview.md'), overview.replace('8s', '3s'));
    expect(await asbuilt('check')).toBe('0 errors, 0 warnings in overview.md\n');
    expect(consoles[1]).toBe(`$ asbuilt build\n${await asbuilt('build')}`);
  });

  it('in the README lists every command once', async () => {
    const text = await readFile(join(root, 'README.md'), 'utf8');
    const listed = [...text.matchAll(/^\| `([a-z]+)[^`]*` \| /gm)].map((match) => match[1]);
    expect(listed.toSorted()).toEqual(commands.map(({ name }) => name).toSorted());
  });

  it('in ARCHITECTURE.md, section 3, is what becomes of its document', async () => {
    const [overview = ''] = await blocks('ARCHITECTURE.md', 'markdown');
    const texts = await blocks('ARCHITECTURE.md', 'text');
    await writeFile(join(folder, 'overview.md'), overview);
    const finding = texts.find((text) => text.startsWith('overview.md:'));
    expect(await asbuilt('check')).toBe(`${finding}\n1 error, 0 warnings in overview.md\n`);
    await asbuilt('build');
    const diagram = texts.find((text) => text.startsWith('C4Container'));
    const written = await readFile(join(folder, 'diagrams', 'architecture.mmd'), 'utf8');
    expect(written.replace(/^%%.*\n/, '')).toBe(diagram);
    const { total }: { total: { statements: number; reached: Record<string, number> } } = JSON.parse(
      await asbuilt('coverage', '--format', 'json'),
    );
    const { drawn, checked, simulated, enforced } = total.reached;
    const text = await readFile(join(root, 'ARCHITECTURE.md'), 'utf8');
    expect(text).toContain(
      `Of ${total.statements} statements, ${drawn} are drawn, ${checked} are checked, ${simulated} are simulated and ${enforced} are enforced.`,
    );
  });
});
