import { type PlacedHole, profileKeyOf } from '#model/index';
import { applyEdits } from './print.ts';
import { read } from './read.ts';

/** What holes are filled from. */
export interface HoleValues {
  /** Values of `{{TOKEN}}`s by name. */
  readonly tokens: Readonly<Record<string, string>>;
  /** Milliseconds since 1970-01-01T00:00:00Z, for `{{AUTO:…}}`. */
  readonly now: number;
  /** For `uuid-here`. */
  readonly uuid: string;
  /** For `[project-name]`. */
  readonly projectName?: string;
}

export interface Resolved {
  readonly text: string;
  readonly filled: readonly { readonly hole: PlacedHole; readonly value: string }[];
  /** Holes that stay, and why where that is not plain. */
  readonly open: readonly { readonly hole: PlacedHole; readonly reason: string }[];
}

type Answer = { readonly value: string } | { readonly reason: string };

/** Fills the holes of a document that can be filled; every other byte stays as it is. */
export function resolveHoles(text: string, values: HoleValues): Resolved {
  const answers = read(text).holes.map((hole) => ({ hole, answer: answerFor(hole, values) }));
  const filled = answers.flatMap(({ hole, answer }) => ('value' in answer ? [{ hole, value: answer.value }] : []));
  const open = answers.flatMap(({ hole, answer }) => ('reason' in answer ? [{ hole, reason: answer.reason }] : []));
  return {
    text: applyEdits(
      text,
      filled.map(({ hole, value }) => ({ span: hole.span, text: value })),
    ),
    filled,
    open,
  };
}

function answerFor({ hole, text }: PlacedHole, values: HoleValues): Answer {
  switch (hole) {
    case 'decision':
      return text === '[project-name]' && values.projectName !== undefined
        ? { value: values.projectName }
        : { reason: 'a decision that people make' };
    case 'auto':
      return text === 'uuid-here' ? { value: values.uuid } : autoValue(text, values.now);
    case 'token': {
      const name = text.replace(/[{}\s]/g, '');
      const value = Object.hasOwn(values.tokens, name) ? values.tokens[name] : undefined;
      return value === undefined ? { reason: `the profile does not set ${profileKeyOf(name)}` } : { value };
    }
  }
}

/** `{{AUTO:DATE:zone}}` is `YYYY-MM-DD`, `{{AUTO:DATETIME_ISO:zone}}` ISO 8601 with the zone's offset at that moment. */
function autoValue(text: string, now: number): Answer {
  const [, kind, zone = 'UTC'] = /^\{\{\s*AUTO:([A-Z_]+)(?::([^}\s]+))?\s*\}\}$/.exec(text) ?? [];
  if (kind !== 'DATE' && kind !== 'DATETIME_ISO') return { reason: 'only AUTO:DATE and AUTO:DATETIME_ISO are known' };
  const parts = zonedParts(now, zone);
  if (parts === undefined) return { reason: `the time zone ${zone} is not known` };
  const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
  if (kind === 'DATE') return { value: date };
  const offset = (parts['timeZoneName'] ?? '').replace(/^GMT$/, '+00:00').replace('GMT', '');
  return { value: `${date}T${parts['hour']}:${parts['minute']}:${parts['second']}${offset}` };
}

function zonedParts(now: number, timeZone: string): Readonly<Record<string, string>> | undefined {
  const digits = {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  } as const;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      ...digits,
      timeZone,
      hourCycle: 'h23',
      timeZoneName: 'longOffset',
    });
    return Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  } catch (error) {
    // The only way to ask whether a zone exists: Intl throws a RangeError for one that it does not know.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
