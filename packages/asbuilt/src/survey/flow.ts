import type { FlowStep, Hole } from '@asbuilt/core/model';
import { open, stated } from './stated.ts';
import type { SurveyedService, SurveyedSystem } from './system.ts';

type Step = Omit<FlowStep<Hole>, 'step'>;

/**
 * The request flow as far as files tell it: each page and each interface that nobody inside calls is called from outside,
 * and then makes its own calls, each answered before the next. Whom a page calls is asked where no file says so.
 */
export function flowOf(system: SurveyedSystem): readonly FlowStep<Hole>[] {
  const expanded = new Set<SurveyedService>();
  const steps = entriesOf(system).flatMap((entry) => [
    step('User', entry.name, entry.app?.kind === 'frontend' ? 'page' : 'request'),
    ...inside(entry, { system, expanded }),
    step(entry.name, 'User', 'answer'),
  ]);
  const orphans = system.services.filter((service) => !expanded.has(service) && callsOf(service, system).length > 0);
  const rest = orphans.flatMap((service) => inside(service, { system, expanded }));
  return [...steps, ...rest].map((said, index) => ({ step: index + 1, ...said }));
}

/** Who is called from outside: proxies, else pages, else interfaces that no other service calls. */
export function entriesOf({ services, calls }: SurveyedSystem): readonly SurveyedService[] {
  const uncalled = services.filter((service) => !calls.some(({ to }) => to === service));
  const ofKind = (kind: string): readonly SurveyedService[] =>
    uncalled.filter(({ app, store }) => app?.kind === kind || store?.kind === kind);
  return (
    [ofKind('proxy'), ofKind('frontend'), ofKind('api'), ofKind('unknown')].find((found) => found.length > 0) ?? []
  );
}

interface Expansion {
  readonly system: SurveyedSystem;
  /** Whose calls were told already: a second time they would say nothing new. */
  readonly expanded: Set<SurveyedService>;
}

function inside(service: SurveyedService, { system, expanded }: Expansion): readonly Step[] {
  if (expanded.has(service)) return [];
  expanded.add(service);
  const known = callsOf(service, system).flatMap(({ to }) => [
    step(service.name, to.name, callLabel(to)),
    ...inside(to, { system, expanded }),
    step(to.name, service.name, to.store?.kind === 'database' ? 'rows' : 'answer'),
  ]);
  return [...askedFor(service, system), ...known];
}

function callsOf(service: SurveyedService, { calls }: SurveyedSystem): SurveyedSystem['calls'] {
  return calls.filter(({ from }) => from === service);
}

/** A page whose calls no file tells, beside interfaces that nobody calls: people know whether it calls them. */
function askedFor(service: SurveyedService, system: SurveyedSystem): readonly Step[] {
  const { calls, services } = system;
  const called = callsOf(service, system).some(({ to }) => to.app !== undefined);
  const uncalled = services.filter(
    ({ app, ...other }) => app?.kind === 'api' && !calls.some(({ to }) => to.name === other.name),
  );
  if (service.app?.kind !== 'frontend' || called || uncalled.length === 0) return [];
  const question = [...uncalled.map(({ name }) => name), 'nobody'].join('/');
  return [{ from: stated(service.name), to: open(question), label: stated('call') }];
}

function callLabel({ store, app }: SurveyedService): string {
  switch (store?.kind) {
    case 'database':
      return 'query';
    case 'cache':
      return 'cached data';
    case 'queue':
      return 'message';
    case 'storage':
    case 'search':
    case 'auth':
    case 'proxy':
    case undefined:
      return app?.kind === 'frontend' ? 'page' : 'call';
  }
}

function step(from: string, to: string, label: string): Step {
  return { from: stated(from), to: stated(to), label: stated(label) };
}
