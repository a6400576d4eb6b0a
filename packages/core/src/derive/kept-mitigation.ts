import type { Failure, Mitigation, Model } from '#model/index';
import type { EdgePlan } from './edge-plan.ts';
import { failingName } from './failing-name.ts';
import type { ServicePlan, SystemPlan } from './plan.ts';

/** A row of the failure table, and what of the running system could keep it. */
export interface KeptBy {
  /** Whom the row is about, by the name that it has everywhere. */
  readonly name: string | undefined;
  /** The same as the row itself writes it, else the whole scenario; in lower case. */
  readonly subject: string;
  /** The edges that lead there and do more than watch. */
  readonly own: readonly EdgePlan[];
  /** All that do more than watch. */
  readonly edges: readonly EdgePlan[];
  /** Those of callers from outside, who are asked what they are asked even where an edge only watches. */
  readonly entries: readonly EdgePlan[];
  readonly services: readonly ServicePlan[];
}

/** What of a running system a row of the failure table can be kept by. */
export function keptBy(model: Model, row: Failure, { edges, services }: SystemPlan): KeptBy {
  const name = failingName(model, row);
  const acting = edges.filter(({ observed }) => observed !== true);
  const own = acting.filter(({ to }) => to === name);
  const subject = (row.service ?? row.scenario).value.toLowerCase();
  return { name, subject, own, edges: acting, entries: edges.filter(({ entry }) => entry), services };
}

/** Whether something does what a row names when the system runs; a service may do the rest by itself, which nobody sees. */
export function isMitigationKept(mitigation: Mitigation, by: KeptBy): boolean {
  return keeps[mitigation](by);
}

type Keeps = (by: KeptBy) => boolean;

const nobody: Keeps = () => false;
const ownStaticAnswer: Keeps = ({ own }) => own.some(({ staticAnswer }) => staticAnswer !== undefined);
const staleAnswers: Keeps = ({ edges }) => edges.some(({ cache }) => cache?.staleIfError === true);

const keeps: Readonly<Record<Mitigation, Keeps>> = {
  retry: ({ own }) => own.some(({ retry }) => retry !== undefined),
  'circuit-breaker': ({ own }) => own.some(({ breaker }) => breaker !== undefined),
  'next-instance': ({ own }) => own.some(({ nextInstance }) => nextInstance === true),
  'load-shedding': ({ name, own, edges }) =>
    (name === undefined ? edges : own).some((edge) => (edge.concurrency ?? edge.connections) !== undefined),
  'rate-limit': ({ entries }) => entries.some(({ guard }) => guard?.rateLimit !== undefined),
  'cached-tokens': ({ name, entries }) => entries.some(({ guard }) => isIssuer(name, guard?.identity)),
  'stale-cache': staleAnswers,
  'direct-origin': ({ subject, edges }) =>
    edges.some(({ cache }) => cache?.directOrigin === true && cache.tiers.some((tier) => isNamed(tier, subject))),
  'static-answer': (by) =>
    ownStaticAnswer(by) || by.edges.some((edge) => edge.entry && edge.staticAnswer !== undefined),
  'graceful-degradation': ownStaticAnswer,
  fallback: (by) => ownStaticAnswer(by) || by.own.some(({ cache }) => cache?.staleIfError === true),
  restart: ({ name, services }) => services.some((service) => service.name === name && runsHere(service)),
  'client-retry': nobody,
  queue: nobody,
};

function isNamed({ name }: { readonly name: string }, subject: string): boolean {
  return name.toLowerCase() === subject;
}

/** Of an issuer that is no service of the system, any row may speak. */
function isIssuer(name: string | undefined, identity: { readonly service?: string } | undefined): boolean {
  return identity !== undefined && (identity.service === undefined || identity.service === name);
}

/** The supervisor starts again what it started. */
function runsHere({ binding, standIn }: ServicePlan): boolean {
  return standIn !== undefined || (binding !== undefined && binding.url === undefined);
}
