import type { FlowStep, Hole } from '#model/index';
import { sliceInline } from '#text/inline';
import type { Inline, ListItem } from '#text/tree';
import { text } from './notation.ts';
import { itemsOf, type Part } from './parts.ts';
import type { Reading } from './reading.ts';
import { say } from './rows.ts';
import type { Section } from './section.ts';

const stem = 'data-flow';

/** Section 5: the request flow, step by step. */
export const dataFlow: Section<'flows'> = {
  stem,
  read: (parts, reading) => ({ flows: readSteps(parts, reading) }),
  print: ({ flows }) => (flows.length === 0 ? '' : ['**Request Flow:**', '', ...flows.map(printStep)].join('\n')),
};

function readSteps(parts: readonly Part[], reading: Reading): FlowStep<Hole>[] {
  const steps: FlowStep<Hole>[] = [];
  for (const item of itemsOf(parts)) {
    const step = readStep(item, steps.length + 1, reading);
    if (step !== undefined) steps.push(step);
  }
  return steps;
}

/** `API → Database (query/mutation)`; anything else is prose. */
function readStep(item: ListItem, position: number, reading: Reading): FlowStep<Hole> | undefined {
  const run = item.content;
  const match = /^(.{1,80}?)\s*(?:→|-->|->|=>|⇒|⟶)\s*(.{1,80}?)(?:\s*\((.*)\)|\s*[:–—]\s+(.*))?\s*$/u.exec(run.plain);
  if (match === null || /→|->|=>|⇒|⟶/u.test(match[2] ?? '')) return undefined;
  const step = item.ordinal ?? position;
  const state = (field: string, said: string | undefined): ReturnType<typeof reading.state<string>> =>
    said === undefined ? undefined : reading.state([stem, String(step), field], runOf(run, said), text);
  const [from, to] = [state('from', match[1]), state('to', match[2])];
  const label = state('label', match[3] ?? match[4]);
  return from === undefined || to === undefined ? undefined : { step, from, to, ...(label && { label }) };

  function runOf(whole: Inline, said: string): Inline {
    const start = said === match?.[1] ? 0 : whole.plain.indexOf(said, (match?.[1] ?? '').length);
    return sliceInline(whole, start, start + said.length);
  }
}

function printStep({ step, from, to, label }: FlowStep<Hole>): string {
  const remark = label === undefined ? '' : ` (${say(label, text)})`;
  return `${step}. ${say(from, text)} → ${say(to, text)}${remark}`;
}
