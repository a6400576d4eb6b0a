import { failingName } from '#derive/failing-name';
import type { Cost, Failure, HorizontalScaling, Model, Slo, Stated, VerticalScaling } from '#model/index';

/** What the tables of the overview say about one service. */
export interface ServiceRows {
  readonly failures: readonly Failure[];
  readonly slos: readonly Slo[];
  readonly costs: readonly Cost[];
  readonly horizontal: readonly HorizontalScaling[];
  readonly vertical: readonly VerticalScaling[];
}

/** Looks up the rows about a participant by its name, however the tables write that name. */
export function rowsByService(model: Model): (name: string) => ServiceRows {
  const { failures, slos, costs, scaling } = model.overview;
  const named = ({ service }: { readonly service: Stated<string> }): string =>
    model.resolve(service.value)?.name ?? service.value;
  const failuresOf = grouped(failures, (failure) => failingName(model, failure));
  const slosOf = grouped(slos, named);
  const costsOf = grouped(costs, named);
  const horizontalOf = grouped(scaling.horizontal, named);
  const verticalOf = grouped(scaling.vertical, named);
  return (name) => ({
    failures: failuresOf(name),
    slos: slosOf(name),
    costs: costsOf(name),
    horizontal: horizontalOf(name),
    vertical: verticalOf(name),
  });
}

function grouped<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string | undefined,
): (name: string) => readonly Row[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = nameOf(row);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return (name) => groups.get(name) ?? [];
}
