/**
 * The anchors that a Markdown document offers, as GitHub makes them: one per heading, and those that are set by hand
 * with `id="…"` or `name="…"`. A heading that stands several times gets `-1`, `-2` from the second on.
 */
export function anchors(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const times = new Map<string, number>();
  for (const heading of headings(text)) {
    const slug = anchor(heading);
    const before = times.get(slug) ?? 0;
    times.set(slug, before + 1);
    found.add(before === 0 ? slug : `${slug}-${before}`);
  }
  for (const [, , id] of text.matchAll(/<[a-z]\w{0,20}\s[^<>]{0,200}?\b(?:id|name)=(["'])([^"'<>]{1,200})\1/gi))
    found.add(id ?? '');
  return found;
}

/** The texts of all headings, those of fenced code left out. */
function headings(text: string): string[] {
  const lines = withoutFences(text.split(/\r\n|\n|\r/));
  return lines.flatMap((line, index) => {
    const heading = /^ {0,3}#{1,6}[ \t]+(.*)$/.exec(line)?.[1];
    if (heading !== undefined) return [heading.replace(/[ \t]+#+[ \t]*$/, '')];
    const isUnderlined = /^ {0,3}(?:=+|-+)[ \t]*$/.test(lines[index + 1] ?? '');
    return isUnderlined && line.trim() !== '' ? [line] : [];
  });
}

function withoutFences(lines: readonly string[]): readonly string[] {
  let fence: string | undefined;
  return lines.filter((line) => {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence) === true && line.trim() === mark) fence = undefined;
    else return false;
    return mark === undefined;
  });
}

/** A heading's anchor: marks and punctuation taken away, lower case, blanks as hyphens. */
function anchor(heading: string): string {
  return heading
    .replaceAll(/(?<![\p{L}\p{N}_])_{1,3}([^_]{1,500})_{1,3}(?![\p{L}\p{N}_])/gu, '$1')
    .replaceAll(/!?\[([^\]]{0,500})\]\([^)]{0,500}\)/g, '$1')
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
