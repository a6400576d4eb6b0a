import type { Hole, Slo, Stated } from '#model/index';
import { type ItemForm, readItems } from './items.ts';
import { text, type ValueNotation } from './notation.ts';
import type { Part } from './parts.ts';
import { minutesPerMonth, percent } from './quantity.ts';
import type { Reading } from './reading.ts';
import { type Column, printRows, readRows, say, type TableForm, valueColumn } from './rows.ts';
import type { Section } from './section.ts';

/** Minutes stand in the budget's cell or in the notes beside it. */
const budget: Column<Slo<Hole>> = {
  titles: ['Error Budget', 'Budget', 'Downtime'],
  read: (cell, { reading, place }) => {
    const statedBudget = reading.state([...place, 'budget'], cell, percent);
    const minutes = reading.stateKnown([...place, 'minutes'], cell, minutesPerMonth);
    return { ...(statedBudget && { statedBudget }), ...(minutes && { statedMinutesPerMonth: minutes }) };
  },
  print: (row) => (row.statedBudget === undefined ? '' : `${say(row.statedBudget, percent)} downtime/month`),
};

const notes: Column<Slo<Hole>> = {
  titles: ['Notes', 'Note', 'Minutes', 'Allowed downtime'],
  read: (cell, { reading, place }) => {
    const minutes = reading.stateKnown([...place, 'minutes'], cell, minutesPerMonth);
    return minutes === undefined ? {} : { statedMinutesPerMonth: minutes };
  },
  print: (row) =>
    row.statedMinutesPerMonth === undefined ? '' : `~${say(row.statedMinutesPerMonth, minutesPerMonth)}`,
};

const form: TableForm<Slo<Hole>> = {
  stem: 'slos',
  columns: [
    valueColumn(['Service', 'Component', 'Name'], { key: 'service', name: 'service' }, text),
    valueColumn(['SLO', 'Objective', 'Target', 'Availability'], { key: 'objective', name: 'objective' }, percent),
    budget,
    notes,
  ],
};

/** A share of time or requests that one would promise; a smaller one is something else. */
const promised: ValueNotation<number> = {
  ...percent,
  read: (said) => {
    const found = percent.read(said);
    return found !== undefined && found.value >= 0.9 ? found : undefined;
  },
};
const itemForm: ItemForm<number> = { stem: 'slos', name: 'service', value: { name: 'objective', notation: promised } };

/** Section 11b: the service level objectives, and what happens when a budget is spent. */
export const slos: Section<'slos' | 'errorBudgetPolicy'> = {
  stem: 'slos',
  read: (parts, reading) => {
    const policy = readPolicy(parts, reading);
    const items = readItems(parts, reading, itemForm).map(({ name, value }) => ({ service: name, objective: value }));
    return { slos: [...readRows(parts, reading, form), ...items], ...(policy && { errorBudgetPolicy: policy }) };
  },
  print: ({ slos: rows, errorBudgetPolicy: policy }) =>
    [printRows(rows, form), policy === undefined ? '' : `**Error Budget Policy:** ${say(policy, text)}`]
      .filter((part) => part !== '')
      .join('\n\n'),
};

function readPolicy(parts: readonly Part[], reading: Reading): Stated<string | Hole> | undefined {
  const part = parts.find(({ label }) => label === 'error budget policy' || label === 'policy');
  const [paragraph] = part?.blocks.filter((block) => block.kind === 'paragraph') ?? [];
  const run = part?.rest ?? paragraph?.content;
  return run && reading.state(['slos', 'policy'], run, text);
}
