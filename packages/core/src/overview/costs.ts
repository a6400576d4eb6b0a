import {
  type Cost,
  type Hole,
  isHole,
  type Overview,
  type PricePerMonth,
  type Stated,
  type UsdPerMonth,
} from '#model/index';
import type { Inline } from '#text/tree';
import { everyLabelled } from './fields.ts';
import { type ItemForm, readItems } from './items.ts';
import { cores, machines, memoryOfMachine } from './machine-size.ts';
import { money, price } from './money.ts';
import { text, type ValueNotation } from './notation.ts';
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
    {
      titles: ['Cost', 'Monthly cost', 'Cost per month', 'Price', 'Estimate'],
      read: (cell, { reading, place }) => readPrice([...place, 'cost'], cell, reading),
      print: ({ usdPerMonth, pricePerMonth }) => sayPrice(usdPerMonth, pricePerMonth),
    },
  ],
};

/** Dollars, or else a price in another currency; what is neither is open, or a misfit. */
function readPrice(
  place: readonly string[],
  cell: Inline,
  reading: Reading,
): Pick<Cost<Hole>, 'usdPerMonth' | 'pricePerMonth'> {
  const pricePerMonth = reading.stateKnown(place, cell, price);
  if (pricePerMonth !== undefined) return { pricePerMonth };
  const usdPerMonth = reading.state(place, cell, money);
  return usdPerMonth === undefined ? {} : { usdPerMonth };
}

function sayPrice(
  usdPerMonth: Stated<UsdPerMonth | Hole> | undefined,
  pricePerMonth: Stated<PricePerMonth> | undefined,
): string {
  return usdPerMonth === undefined ? say(pricePerMonth, price) : say(usdPerMonth, money);
}

const itemForm = <T>(notation: ValueNotation<T>): ItemForm<T> => ({
  stem: 'costs',
  name: 'service',
  value: { name: 'cost', notation },
});

const isTotal = (key: string): boolean => /^(?:sub)?total\b/i.test(plainLabel(key));

/** Section 11: what it costs a month. */
export const costs: Section<'costs' | 'costTotalUsdPerMonth' | 'costTotalPerMonth'> = {
  stem: 'costs',
  read: (parts, reading) => {
    const total = readTotal(parts, reading);
    return { costs: [...readRows(parts, reading, form, isTotal), ...readList(parts, reading)], ...total };
  },
  print: ({ costs: rows, costTotalUsdPerMonth, costTotalPerMonth }) => {
    const total = sayPrice(costTotalUsdPerMonth, costTotalPerMonth);
    return total === '' ? printRows(rows, form) : `${printRows(rows, form)}\n| **Total** | | ${total} |`;
  },
};

function readList(parts: readonly Part[], reading: Reading): Cost<Hole>[] {
  return [
    ...readItems(parts, reading, itemForm(money), isTotal).map(({ name, value }) => ({
      service: name,
      usdPerMonth: value,
    })),
    ...readItems(parts, reading, itemForm(price), isTotal).map(({ name, value }) => ({
      service: name,
      pricePerMonth: value,
    })),
  ].toSorted((one, other) => one.service.span.from - other.service.span.from);
}

/** The total, under the name that says its currency. */
type Total = Pick<Overview<Hole>, 'costTotalUsdPerMonth' | 'costTotalPerMonth'>;

function readTotal(parts: readonly Part[], reading: Reading): Total {
  for (const table of tablesOf(parts)) {
    const columns = matchColumns(table, form);
    const row =
      columns && table.rows.find(({ cells }) => isTotal(cells[columns.indexOf(form.columns[0])]?.plain ?? ''));
    const cost = row?.cells[columns?.indexOf(form.columns[2] ?? form.columns[0]) ?? -1];
    if (row === undefined || cost === undefined) continue;
    reading.understood.push(row.cells[0]?.span ?? row.span);
    return asTotal(cost, reading);
  }
  const labelled = everyLabelled(parts).find(
    ({ label, rest: { plain } }) => isTotal(label) && (money.read(plain) ?? price.read(plain)) !== undefined,
  );
  if (labelled === undefined) return {};
  reading.understood.push(labelled.labelSpan);
  return asTotal(labelled.rest, reading);
}

function asTotal(cell: Inline, reading: Reading): Total {
  const { usdPerMonth, pricePerMonth } = readPrice(['costs', 'total', 'cost'], cell, reading);
  return {
    ...(usdPerMonth && { costTotalUsdPerMonth: usdPerMonth }),
    ...(pricePerMonth && { costTotalPerMonth: pricePerMonth }),
  };
}
