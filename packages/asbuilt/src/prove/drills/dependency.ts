import { type EdgePlan, issuingService, plan } from '@asbuilt/core/derive';
import type { Failure, Mitigation, Model, Profile } from '@asbuilt/core/model';
import type { Control } from '../control.ts';
import type { RunningEdge } from '../control-answer.ts';
import type { Subject } from '../inspection.ts';
import { notInspected, type Verdict } from '../verdict.ts';
import type { CalledEdge, EdgePast } from './called-edge.ts';

/** A row of the failure table whose service can be broken, and the edges over which other services call it. */
export interface Dependency {
  readonly failure: Failure;
  /** The service by its name in section 4. */
  readonly service: string;
  readonly edges: readonly CalledEdge[];
  readonly control: Control;
}

/** A drill on one row of the failure table. */
export interface RowDrill {
  /** What it is going to look at of a row: ids of statements, none where the row states nothing of the kind. */
  readonly looksAt: (failure: Failure, model: Model) => readonly string[];
  readonly drill: (dependency: Dependency, subject: Subject) => Promise<readonly Verdict[]>;
}

/** Drills row after row, each once the system is well; a row that cannot be drilled is answered with the reason. */
export async function drillRows(subject: Subject, { looksAt, drill }: RowDrill): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  for (const failure of subject.model.overview.failures) {
    const statements = looksAt(failure, subject.model);
    if (statements.length === 0) continue;
    const dependency = await dependencyOf(failure, subject);
    verdicts.push(
      ...(typeof dependency === 'string' ? notInspected(statements, dependency) : await drill(dependency, subject)),
    );
  }
  return verdicts;
}

/** The statements of a row that name one of these mitigations. */
export function mitigationsOf({ mitigations }: Failure, ...meant: readonly Mitigation[]): readonly string[] {
  return mitigations.filter(({ value }) => meant.includes(value)).map(({ id }) => id);
}

/** What a row is about on the running system, or why nothing of the kind is there. */
async function dependencyOf(failure: Failure, { model, profile, control }: Subject): Promise<Dependency | string> {
  const name = failure.service?.value;
  if (name === undefined) return 'the row names nothing that could be broken';
  const named = model.resolve(name);
  if (named?.kind !== 'service') return `${name} is no service of section 4`;
  if (control === undefined) return 'no control server is known that could break anything: name it with --control';
  const service = named.name;
  const plans = plan(model, profile).edges.filter(({ to, entry }) => to === service && !entry);
  if (plans.length === 0) return `no other service calls ${service}, by the request flow`;
  const path = healthPathOf(service, model, profile);
  const running = await control.edges();
  const edges = plans.map((planned) => calledEdge(planned, running, { path, past: pastOf(control, planned.name) }));
  const missing = edges.find((edge) => typeof edge === 'string');
  return missing ?? { failure, service, control, edges: edges.filter((edge) => typeof edge !== 'string') };
}

/** Where a service that is well answers, over HTTP. */
function healthPathOf(service: string, model: Model, profile: Profile | undefined): string {
  const stated = profile?.services.find((binding) => binding.service.value === service)?.health?.value;
  return stated ?? (service === issuingService(model) ? '/.well-known/openid-configuration' : '/');
}

/** What the edges of a system have been through: as long as one talks to it. */
const pasts = new WeakMap<Control, Map<string, EdgePast>>();

function pastOf(control: Control, edge: string): EdgePast {
  const known = pasts.get(control) ?? new Map<string, EdgePast>();
  pasts.set(control, known);
  const past = known.get(edge) ?? { failures: 0 };
  known.set(edge, past);
  return past;
}

function calledEdge(
  planned: EdgePlan,
  running: readonly RunningEdge[],
  rest: Pick<CalledEdge, 'path' | 'past'>,
): CalledEdge | string {
  const edge = running.find(({ name }) => name === planned.name);
  if (edge === undefined) return `the running system has no gateway on ${planned.name}`;
  return { plan: planned, address: edge.address, protocol: edge.protocol, ...rest };
}
