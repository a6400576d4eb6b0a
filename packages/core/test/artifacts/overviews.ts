import { readFileSync } from 'node:fs';
import type { Model } from '@asbuilt/core/model';
import { link, read } from '@asbuilt/core/overview';

/** The text of `fixtures/<name>/overview.md`. */
export function overviewText(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}/overview.md`, import.meta.url), 'utf8');
}

/** The model of a text, as every artifact gets it. */
export function modelOf(text: string): Model {
  return link(read(text));
}
