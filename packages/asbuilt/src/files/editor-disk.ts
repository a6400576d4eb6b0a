import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ProjectFiles } from '@asbuilt/core/check';
import type { Disk } from './disk.ts';
import { codeOf } from './failure.ts';
import { filesIn } from './project-files.ts';
import { readText } from './read-text.ts';

/** The disk under an editor: what is open counts as it is shown, and the rest is asked for once. */
export interface EditorDisk extends Disk {
  /** Asks the disk again from now on. */
  readonly forget: () => void;
}

/** @param shown the text of a file that is open, by its absolute path */
export function editorDisk(shown: (path: string) => string | undefined): EditorDisk {
  const there = remembering(existsSync);
  const texts = new Map<string, Promise<string>>();
  const folders = remembering((folder) => rememberedFiles(filesIn(folder)));
  return {
    has: (path) => shown(path) !== undefined || there.ask(path),
    text: async (path, name, remedy) => {
      const open = shown(path);
      if (open !== undefined) return open;
      const text = texts.get(path) ?? readText(path, name, remedy);
      texts.set(path, text);
      return text;
    },
    filesIn: (folder) => {
      const files = folders.ask(folder);
      return {
        has: (path) => shown(join(folder, path)) !== undefined || files.has(path),
        text: (path) => shown(join(folder, path)) ?? files.text(path),
      };
    },
    forget: () => {
      there.forget();
      texts.clear();
      folders.forget();
    },
  };
}

function rememberedFiles(files: ProjectFiles): ProjectFiles {
  return {
    has: remembering((path) => files.has(path)).ask,
    text: remembering((path) => files.text(path)).ask,
  };
}

interface Remembered<T> {
  readonly ask: (path: string) => T;
  readonly forget: () => void;
}

function remembering<T>(find: (path: string) => T): Remembered<T> {
  const answers = new Map<string, { readonly answer: T }>();
  return {
    ask: (path) => {
      const known = answers.get(path) ?? { answer: find(path) };
      answers.set(path, known);
      return known.answer;
    },
    forget: () => answers.clear(),
  };
}

/** The overviews in the folder of a file, absolute, by name; none where the folder cannot be read. */
export async function overviewsBeside(path: string): Promise<readonly string[]> {
  const folder = dirname(path);
  try {
    const names = await readdir(folder);
    return names
      .filter((name) => /overview\.md$/i.test(name))
      .toSorted()
      .map((name) => join(folder, name));
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    return [];
  }
}
