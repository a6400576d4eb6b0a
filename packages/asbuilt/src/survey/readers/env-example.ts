import { type Found, linesOf } from '../found.ts';

/** A variable of an example environment: its name, and the value that is proposed. */
export interface EnvEntry extends Found<string> {
  readonly name: string;
}

/** Reads a `.env.example`: `NAME=value` lines, quotes and remarks left out. */
export function readEnvExample(file: string, text: string): readonly EnvEntry[] {
  return linesOf(text).flatMap(({ text: said, line }) => {
    const [, name, rest = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(said) ?? [];
    if (name === undefined) return [];
    const value = /^(["'])(.*)\1/.exec(rest)?.[2] ?? rest.replace(/\s+#.*$|^#.*$/, '');
    return [{ name, value, file, line }];
  });
}
