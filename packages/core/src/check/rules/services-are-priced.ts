import { nameOf } from '#derive/by-name';
import { isHole, type Model, type Service } from '#model/index';
import type { Rule } from '../rule.ts';
import { count, quoted } from '../say.ts';

/** Sections 4 and 11: whatever runs costs something, if only nothing. */
export const servicesArePriced: Rule = {
  name: 'services-are-priced',
  sentence: 'Every service has a row in the cost table',
  severity: 'warning',
  holds: ['services/*/name', 'costs/*/service'],
  check({ draft, model }, report) {
    const rows = draft.overview.costs;
    if (rows.length === 0 || rows.some(({ service }) => isHole(service.value))) return;
    const unpriced = unpricedServices(model);
    const [first, ...others] = unpriced;
    if (first === undefined) return;
    const named = unpriced.slice(0, mostNamed).map(({ name }) => quoted(name.value));
    const more = unpriced.length > mostNamed ? [`${unpriced.length - mostNamed} more`] : [];
    report({
      severity: hasSharedRow(model) ? 'info' : 'warning',
      message: `${count(unpriced.length, 'service')} of ${model.overview.services.length} ${unpriced.length === 1 ? 'has' : 'have'} no row in the cost table: ${[...named, ...more].join(', ')}; so nobody can tell whether the total is all that it costs`,
      span: first.name.span,
      notes: others
        .slice(0, mostNamed - 1)
        .map(({ name }) => ({ message: `${quoted(name.value)} has none either`, span: name.span })),
      help: 'Add a row for each, with $0 for what costs nothing.',
    });
  },
};

const mostNamed = 5;

function unpricedServices(model: Model): Service[] {
  const priced = new Set(model.overview.costs.flatMap(({ service }) => namesIn(model, service.value)));
  return model.overview.services.filter(({ name }) => !priced.has(nameOf(model, name)));
}

/** Whom a row pays for: the one that it names, or the several of `API + Worker` and `CDN/Storage`. */
function namesIn(model: Model, said: string): string[] {
  const pieces = said.split(/\s*(?:[/,+&]|\band\b)\s*/i);
  return [said, ...pieces].flatMap((piece) => model.resolve(piece)?.name ?? []);
}

/** A row that names nothing else in the document ("VPS") may pay for any service. */
function hasSharedRow(model: Model): boolean {
  return model.overview.costs.some(({ service }) => namesIn(model, service.value).length === 0);
}
