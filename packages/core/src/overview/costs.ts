import { type Cost, type Hole, isHole, type Stated } from '#model/index';
import { everyLabelled } from './fields.ts';
import { type ItemForm, readItems } from './items.ts';
import { cores, machines, memoryOfMachine } from './machine-size.ts';
import { money, text } from './notation.ts';
import { type Part, plainLabel, tablesOf } from './parts.ts';
import type { Reading } from './reading.ts';
import { type Column, matchColumns, printRows, readRows, say, type TableForm, valueColumn } from './rows.ts';
import type { Section } from './section.ts';

/** The tier's words, and the machines that they tell of. */
const tier: Column<Cost<Hole>> = {
  titles: ['Tier', 'Plan', 'Size'],
  read: (cell, { reading, place }) => {
    const stated = reading.state([...place, 'tier'], cell, text);
    if (stated === undefined || isHole(stated.value)) return stated === undefined ? {} : { tier: stated };
    const number = reading.stateKnown([...place, 'machines'], cell, machines);
    const cpuCores = reading.stateKnown([...place, 'cpu'], cell, cores);
    const memoryBytes = reading.stateKnown([...place, 'memory'], cell, memoryOfMachine);
    return {
      tier: stated,
      ...(number && { machines: number }),
      ...(cpuCores && { cpuCores }),
      ...(memoryBytes && { memoryBytes }),
    };
  },
  print: (row) => say(row.tier, text),
};

const form: TableForm<Cost<Hole>> = {
  stem: 'costs',
  columns: [
    valueColumn(['Service', 'Item', 'Component', 'Resource'], { key: 'service', name: 'service' }, text),
    tier,
    valueColumn(
      ['Cost', 'Monthly cost', 'Cost per month', 'Price', 'Estimate'],
      { key: 'usdPerMonth', name: 'cost' },
      money,
    ),
  ],
};

const itemForm: ItemForm<number> = { stem: 'costs', name: 'service', value: { name: 'cost', notation: money } };

const isTotal = (key: string): boolean => /^(?:sub)?total\b/i.test(plainLabel(key));

/** Section 11: what it costs a month. */
export const costs: Section<'costs' | 'costTotalUsdPerMonth'> = {
  stem: 'costs',
  read: (parts, reading) => {
    const total = readTotal(parts, reading);
    const items = readItems(parts, reading, itemForm, isTotal).map(({ name, value }) => ({
      service: name,
      usdPerMonth: value,
    }));
    return {
      costs: [...readRows(parts, reading, form, isTotal), ...items],
      ...(total && { costTotalUsdPerMonth: total }),
    };
  },
  print: ({ costs: rows, costTotalUsdPerMonth: total }) =>
    total === undefined ? printRows(rows, form) : `${printRows(rows, form)}\n| **Total** | | ${say(total, money)} |`,
};

function readTotal(parts: readonly Part[], reading: Reading): Stated<number | Hole> | undefined {
  for (const table of tablesOf(parts)) {
    const columns = matchColumns(table, form);
    const row =
      columns && table.rows.find(({ cells }) => isTotal(cells[columns.indexOf(form.columns[0])]?.plain ?? ''));
    const cost = row?.cells[columns?.indexOf(form.columns[2] ?? form.columns[0]) ?? -1];
    if (row === undefined || cost === undefined) continue;
    reading.understood.push(row.cells[0]?.span ?? row.span);
    return reading.state(['costs', 'total', 'cost'], cost, money);
  }
  const labelled = everyLabelled(parts).find(
    ({ label, rest }) => isTotal(label) && money.read(rest.plain) !== undefined,
  );
  if (labelled === undefined) return undefined;
  reading.understood.push(labelled.labelSpan);
  return reading.state(['costs', 'total', 'cost'], labelled.rest, money);
}
