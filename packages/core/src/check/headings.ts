import type { Draft } from '#model/index';

/**
 * The anchors that a Markdown document offers, as GitHub makes them: one per heading, and those that are set by hand
 * with `id="…"` or `name="…"`. A heading that stands several times gets `-1`, `-2` from the second on.
 */
export function anchors({ text, headings }: Pick<Draft, 'text' | 'headings'>): ReadonlySet<string> {
  const found = new Set<string>();
  const times = new Map<string, number>();
  for (const heading of headings) {
    const slug = anchor(heading.text);
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    found.add(before === 0 ? slug : `${slug}-${before}`);
  }
  for (const [, , id] of text.matchAll(/<[a-z]\w{0,20}\s[^<>]{0,200}?\b(?:id|name)=(["'])([^"'<>]{1,200})\1/gi))
    found.add(id ?? '');
  return found;
}

/** A heading's anchor: punctuation taken away, lower case, blanks as hyphens. */
function anchor(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
