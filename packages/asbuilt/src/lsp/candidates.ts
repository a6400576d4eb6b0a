import { rules } from '@asbuilt/core/check';
import { type Hole, type Impact, type Mitigation, profileKeyOf, profileTokens } from '@asbuilt/core/model';
import { read, template } from '@asbuilt/core/overview';
import type { Analysis } from './analysis.ts';
import { once } from './once.ts';

/** Something that may be written at a place. */
export interface Candidate {
  readonly label: string;
  /** What is written, where that is not the label. */
  readonly text?: string;
  readonly detail?: string;
  readonly kind: 'name' | 'word' | 'unit' | 'token' | 'rule';
}

/** Everybody that has a name, in the order of the document. */
export const participants: (analysis: Analysis) => readonly Candidate[] = once(({ model }: Analysis) =>
  model.participants.map(({ name, kind }) => ({ label: name, detail: kind, kind: 'name' as const })),
);

/** The services, and what stands for a service in tables: caches and integrations. */
export const services: (analysis: Analysis) => readonly Candidate[] = once(({ model }: Analysis) =>
  model.participants
    .filter(({ kind }) => kind !== 'actor')
    .map(({ name, kind }) => ({ label: name, detail: kind, kind: 'name' as const })),
);

/** `Database down`: what can fail, those first that no row is about yet. */
export function failures(analysis: Analysis): readonly Candidate[] {
  const { model } = analysis;
  const told = new Set(model.overview.failures.flatMap(({ service }) => (service ? model.resolve(service.value) : [])));
  const open = model.participants.filter((participant) => participant.kind !== 'actor');
  return open
    .toSorted((one, other) => Number(told.has(one)) - Number(told.has(other)))
    .map((participant) => ({
      label: `${participant.name} down`,
      detail: told.has(participant) ? 'has a row' : participant.kind,
      kind: 'name',
    }));
}

/** The tokens of the template and of the profile, with the value that fills each. */
export function tokens({ project }: Analysis): readonly Candidate[] {
  const values = project?.profile === undefined ? {} : profileTokens(project.profile.profile);
  return [...new Set([...templateTokens(), ...Object.keys(values)])].map((token) => ({
    label: token,
    text: `${token}}}`,
    detail: values[token] ?? `set ${profileKeyOf(token)} in the profile`,
    kind: 'token',
  }));
}

function templateTokens(): readonly string[] {
  const { holes } = read(template);
  return holes.filter(({ hole }) => hole === 'token').map(({ text }) => text.replaceAll(/[{}\s]/g, ''));
}

/** Every rule by its name, with its sentence. */
export const ruleNames: readonly Candidate[] = rules.map(({ name, sentence }) => ({
  label: name,
  detail: sentence,
  kind: 'rule',
}));

function words(said: readonly string[]): readonly Candidate[] {
  return said.map((label) => ({ label, kind: 'word' }));
}

const impactWords: Readonly<Record<Impact, string>> = {
  critical: 'Critical',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

export const impacts: readonly Candidate[] = words(Object.values(impactWords));

const mitigationWords: Readonly<Record<Mitigation, string>> = {
  retry: 'retry',
  'circuit-breaker': 'circuit breaker',
  fallback: 'fallback',
  'client-retry': 'client retry',
  'stale-cache': 'stale cache',
  'cached-tokens': 'cached tokens',
  'graceful-degradation': 'graceful degradation',
  'direct-origin': 'direct to origin',
  'static-answer': 'static answer',
  'next-instance': 'next instance',
  restart: 'restart',
  queue: 'queue',
  'rate-limit': 'rate limit',
  'load-shedding': 'load shedding',
};

export const mitigations: readonly Candidate[] = words(Object.values(mitigationWords));

export const protocols: readonly Candidate[] = words([
  'HTTP',
  'HTTPS',
  'gRPC',
  'WebSocket',
  'Postgres protocol',
  'Redis protocol',
  'AMQP',
]);

/** Units, each with what it is a unit of. */
const units = (of: Readonly<Record<string, string>>): readonly Candidate[] =>
  Object.entries(of).map(([label, detail]) => ({ label, detail, kind: 'unit' }));

export const timeUnits: readonly Candidate[] = units({
  s: 'seconds',
  ms: 'milliseconds',
  m: 'minutes',
  h: 'hours',
  d: 'days',
});
export const memoryUnits: readonly Candidate[] = units({
  GB: '10⁹ bytes',
  GiB: '2³⁰ bytes',
  MB: '10⁶ bytes',
  MiB: '2²⁰ bytes',
});
export const priceUnits: readonly Candidate[] = units({ '/month': 'US dollars a month' });
export const shareUnits: readonly Candidate[] = units({ '%': 'per cent' });
export const instanceUnits: readonly Candidate[] = units({ ' instances': 'how many run' });

/** The options that an open decision names. */
export function optionsOf({ options = [] }: Hole): readonly Candidate[] {
  return words(options);
}
