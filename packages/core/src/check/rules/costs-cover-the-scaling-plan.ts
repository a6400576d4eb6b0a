import { instancesByName, nameOf } from '#derive/by-name';
import { machinesFor } from '#derive/machines';
import { priceOf, priceText, type StatedPrice } from '#derive/price';
import type { Cost, HorizontalScaling, Model, Stated, VerticalScaling } from '#model/index';
import type { Report, Rule } from '../rule.ts';
import { count, money, quoted } from '../say.ts';

/** Sections 9 and 11: the instances that are planned against those that are paid for. */
export const costsCoverTheScalingPlan: Rule = {
  name: 'costs-cover-the-scaling-plan',
  sentence: 'The price of a service is for as many machines as its instances need',
  severity: 'warning',
  holds: ['costs/*/cost', 'costs/*/machines', 'scaling/horizontal/*/min', 'scaling/horizontal/*/max'],
  check({ model }, report) {
    const instances = instancesByName(model);
    const sizes = new Map(model.overview.scaling.vertical.map((row) => [nameOf(model, row.service), row]));
    for (const [name, cost] of soleRows(model)) {
      const row = instances.get(name);
      const { machines, cpuCores, memoryBytes } = cost;
      const priced = priceOf(cost);
      // The price of a tier that is only a name may be for any number of instances.
      if ((machines ?? cpuCores ?? memoryBytes) === undefined || row === undefined) continue;
      if (priced === undefined || priced.price.amount === 0) continue;
      compare({ name, cost, priced, row, size: sizes.get(name) }, report);
    }
  },
};

/** The cost row of each name that has one only: of several, one cannot tell which is for the machines. */
function soleRows(model: Model): readonly (readonly [string, Cost])[] {
  const rows = new Map<string, Cost[]>();
  for (const cost of model.overview.costs) {
    const name = nameOf(model, cost.service);
    rows.set(name, [...(rows.get(name) ?? []), cost]);
  }
  return [...rows].flatMap(([name, [first, ...others]]) =>
    first && others.length === 0 ? [[name, first] as const] : [],
  );
}

interface Planned {
  readonly name: string;
  readonly cost: Cost;
  readonly priced: StatedPrice;
  readonly row: HorizontalScaling;
  readonly size: VerticalScaling | undefined;
}

function compare(planned: Planned, report: Report): void {
  const { cost, row, size } = planned;
  const priced = cost.machines?.value ?? 1;
  for (const [bound, words] of [
    [row.minInstances, 'at least'],
    [row.maxInstances, 'at most'],
  ] as const) {
    if (bound === undefined) continue;
    const needed = machinesFor(bound.value, size ?? cost, cost);
    if (priced === 0 || needed <= priced) continue;
    return reportMissing(planned, { bound, needed, priced, isAlways: bound === row.minInstances, words }, report);
  }
}

interface Missing {
  readonly bound: Stated<number>;
  readonly needed: number;
  readonly priced: number;
  readonly isAlways: boolean;
  readonly words: string;
}

function reportMissing({ name, priced: { price, stated } }: Planned, missing: Missing, report: Report): void {
  const { bound, needed, priced, isAlways, words } = missing;
  const all = { ...price, amount: (price.amount / priced) * needed };
  const more = { ...price, amount: all.amount - price.amount };
  const short = `${quoted(name)} is priced for ${count(priced, 'machine')} at ${money(price)}`;
  report({
    severity: isAlways ? 'warning' : 'info',
    message: isAlways
      ? `${short}, but its ${count(bound.value, 'instance')} need ${needed}: ${money(all)}`
      : `${short}, which is enough for the fewest instances; its ${bound.value} at most need ${needed}: ${money(all)}`,
    span: stated.span,
    notes: [{ message: `Planned with ${words} ${count(bound.value, 'instance')}`, span: bound.span }],
    help: isAlways
      ? `Write "${needed} ×" before the tier and ${priceText(all)} as its price, or plan fewer instances.`
      : `Nothing is wrong; it is what the system costs when it has grown: ${money(more)} more.`,
  });
}
