import { readdirSync, readFileSync } from 'node:fs';

/**
 * The rules' pages, docs/rules/<rule>.md, by rule. From the sources they are read from the repository; the bundle
 * carries them inside (scripts/bundle.mjs puts their text in this module's place).
 */
export const rulePages: Readonly<Record<string, string>> = readPages(
  new URL('../../../../docs/rules/', import.meta.url),
);

function readPages(folder: URL): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return Object.fromEntries(
    names.map((name) => [name.slice(0, -'.md'.length), readFileSync(new URL(name, folder), 'utf8')]),
  );
}
