import type { TimedCall } from '../diagram/time-budget.ts';
import { duration } from '../print/units.ts';
import { type Mark, mark, textMark } from './mark.ts';
import type { Picture } from './picture.ts';
import { shortened } from './wrap.ts';

/** From the left: who is called, the time, what it comes to. */
const names = { width: 230, indent: 16, deepest: 8 } as const;
const chart = { left: 246, width: 520 } as const;
const words = { left: 782, width: 320 } as const;
const rowHeight = 30;
const barHeight = 16;
const axisHeight = 30;
/** More rows than these show nothing any more. */
const mostRows = 60;

/**
 * What nests in what: a bar for each call as long as it may take, below the bar of the call that waits for it. What
 * begins or ends after the call around it was given up is red.
 */
export function budgetPicture(system: string, budget: readonly TimedCall[]): Picture {
  const rows = budget.slice(0, mostRows);
  const longestMs = Math.max(0, ...rows.flatMap(({ endMs, deadlineMs = 0 }) => [endMs, deadlineMs]));
  const height = axisHeight + rows.length * rowHeight;
  const shared = { title: `Time budget of a request to ${system}`, width: words.left + words.width };
  if (longestMs === 0) {
    const nothing = 'The overview states no timeout for a call of the request flow.';
    return { ...shared, description: nothing, height: 40, content: [textMark(nothing, { x: 0, y: 16 })] };
  }
  const scale = (ms: number): number => chart.left + (ms / longestMs) * chart.width;
  const more = budget.length - rows.length;
  return {
    ...shared,
    height: height + (more === 0 ? 0 : rowHeight),
    description: rows.map((row) => `${row.name} (step ${row.step}): ${verdictOf(row).text}.`).join(' '),
    content: [
      ...axis(longestMs, scale, height),
      ...rows.flatMap((row, index) => deadlineMarks(row, index, rows.length, scale)),
      ...rows.flatMap((row, index) => rowMarks(row, index, scale)),
      ...(more === 0 ? [] : [textMark(`+ ${more} more calls`, { class: 'strong', x: 0, y: height + 20 })]),
    ],
  };
}

type Scale = (ms: number) => number;

/** Lines at round times, at most eight of them. */
function axis(longestMs: number, scale: Scale, height: number): readonly Mark[] {
  const stepMs = roundStep(longestMs / 8);
  return Array.from({ length: Math.floor(longestMs / stepMs) + 1 }, (_, index) => index * stepMs).flatMap((ms) => [
    mark('line', { class: 'rule', x1: scale(ms), y1: axisHeight - 8, x2: scale(ms), y2: height }),
    textMark(duration(ms), { class: 'small middle', x: scale(ms), y: 14 }),
  ]);
}

const roundStepsMs: readonly number[] = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
];

function roundStep(leastMs: number): number {
  const day = 86_400_000;
  return roundStepsMs.find((ms) => ms >= leastMs) ?? Math.ceil(leastMs / day) * day;
}

function topOf(index: number): number {
  return axisHeight + index * rowHeight;
}

/** The end of a call as a line through the calls inside of it. */
function deadlineMarks(
  { timeoutMs, endMs, inside }: TimedCall,
  index: number,
  rows: number,
  scale: Scale,
): readonly Mark[] {
  if (timeoutMs === undefined || inside === 0) return [];
  const last = Math.min(rows - 1, index + inside);
  const [top, bottom] = [topOf(index) + (rowHeight + barHeight) / 2, topOf(last) + rowHeight];
  return [mark('line', { class: 'deadline', x1: scale(endMs), y1: top, x2: scale(endMs), y2: bottom })];
}

function rowMarks(row: TimedCall, index: number, scale: Scale): readonly Mark[] {
  const top = topOf(index);
  const baseline = top + rowHeight / 2 + 4;
  const indent = Math.min(row.depth, names.deepest) * names.indent;
  const { text, isBad } = verdictOf(row);
  return [
    textMark(shortened(`${row.name} (step ${row.step})`, { size: 12 }, names.width - indent), {
      x: indent,
      y: baseline,
    }),
    ...barMarks(row, top + (rowHeight - barHeight) / 2, scale),
    textMark(shortened(text, { size: 12 }, words.width), {
      class: isBad ? 'alarm' : undefined,
      x: words.left,
      y: baseline,
    }),
  ];
}

/** The bar of a call: what lies behind the deadline around it is red, what has no timeout of its own is an outline. */
function barMarks({ timeoutMs, startMs, endMs, deadlineMs }: TimedCall, y: number, scale: Scale): readonly Mark[] {
  const bar = (look: string, from: number, to: number): readonly Mark[] =>
    to <= from
      ? []
      : [mark('rect', { class: look, x: scale(from), y, width: scale(to) - scale(from), height: barHeight, rx: 2 })];
  const look = timeoutMs === undefined ? 'system open' : 'system';
  const limit = Math.max(startMs, Math.min(endMs, deadlineMs ?? endMs));
  return [...bar(look, startMs, limit), ...bar(timeoutMs === undefined ? 'bad open' : 'bad', limit, endMs)];
}

/** What a row comes to, in words. */
function verdictOf({ timeoutMs, insideMs, startMs, endMs, deadlineMs }: TimedCall): {
  readonly text: string;
  readonly isBad: boolean;
} {
  const late = deadlineMs !== undefined && endMs > deadlineMs;
  const own = timeoutMs === undefined ? 'no timeout of its own' : duration(timeoutMs);
  if (timeoutMs !== undefined && insideMs >= timeoutMs) {
    const excess = insideMs - timeoutMs;
    const verdict = excess === 0 ? 'nothing is left for itself' : `${duration(excess)} too long`;
    return { text: `${own}; its calls may take ${duration(insideMs)}: ${verdict}`, isBad: true };
  }
  if (late) {
    const begun = startMs >= deadlineMs ? 'it may begin' : 'it may end';
    const atMs = startMs >= deadlineMs ? startMs : endMs;
    return { text: `${own}; ${begun} at ${duration(atMs)}, given up at ${duration(deadlineMs)}`, isBad: true };
  }
  return {
    text: insideMs > 0 && timeoutMs !== undefined ? `${own}; its calls may take ${duration(insideMs)}` : own,
    isBad: false,
  };
}
