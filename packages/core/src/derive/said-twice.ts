import type { Cost, Overview, ProfileDraft, Stated } from '#model/index';
import { profileFileOf } from '#model/index';
import { priceOf, priceText } from './price.ts';

/** A quantity of the document, each time that it is stated. */
export interface Saying {
  readonly kind: Kind;
  /** Whose quantity it is, as written: `API`. */
  readonly whose: string;
  readonly stated: Stated<unknown>;
  /** What is compared: a number, or words in lower case. */
  readonly value: number | string;
  /** The file of a statement that is not the overview's. */
  readonly file?: string;
}

export type Kind =
  | 'objective'
  | 'fewest instances'
  | 'most instances'
  | 'cores'
  | 'memory'
  | 'time to live'
  | 'timeout'
  | 'price'
  | 'protocol'
  | 'threshold'
  | 'runtime profile'
  | 'version'
  | 'breaker'
  | 'constant';

/** Two sayings of one quantity that cannot both hold. */
export interface Contradiction {
  readonly first: Saying;
  readonly second: Saying;
  /** Whether both are about the very same thing; otherwise about two ways in which one thing can fail. */
  readonly isSame: boolean;
}

/**
 * What is stated twice and differs. Two rows are about one thing only where they name it with the same words and, where
 * they say more (a scenario, a tier, a use), say the same there too: `API (reads)` and `API (writes)` may differ.
 */
export function contradictions(overview: Overview, profile?: ProfileDraft): readonly Contradiction[] {
  const same = clashes(sayingsOf(overview, profile), ({ kind, whose }) => `${kind}\n${plain(whose)}`, true);
  const rows = overview.failures.flatMap(({ service, timeoutMs }) =>
    service === undefined ? [] : saying('timeout', service.value, timeoutMs),
  );
  const alike = clashes(rows, ({ whose }) => plain(whose), false);
  return [...same, ...alike.filter(({ second }) => !same.some((other) => other.second.stated === second.stated))];
}

function clashes(sayings: readonly Saying[], keyOf: (saying: Saying) => string, isSame: boolean): Contradiction[] {
  const firsts = new Map<string, Saying>();
  return sayings.flatMap((second) => {
    const key = keyOf(second);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, second);
    return first === undefined || agree(first, second) ? [] : [{ first, second, isSame }];
  });
}

/** 16 and 16.4 are one version, said more and less exactly. */
function agree(one: Saying, other: Saying): boolean {
  if (one.kind !== 'version') return one.value === other.value;
  const [a, b] = [`${one.value}.`, `${other.value}.`];
  return a.startsWith(b) || b.startsWith(a);
}

function plain(name: string): string {
  const lower = name.toLowerCase();
  const bare = lower.startsWith('the ') ? lower.slice(4) : lower;
  return bare.includes(' service') ? bare.replace(/ services?$/, '') : bare;
}

type Value = Stated<number> | Stated<string> | Stated<string | number> | undefined;

function saying(
  kind: Kind,
  whose: string,
  stated: Value,
  value: number | string | undefined = stated?.value,
): Saying[] {
  return stated === undefined || value === undefined ? [] : [{ kind, whose, stated, value }];
}

function sayingsOf(overview: Overview, profile: ProfileDraft | undefined): readonly Saying[] {
  const { services, caches, failures, costs, slos } = overview;
  return [
    ...services.flatMap(({ name, protocol }) =>
      saying('protocol', name.value, protocol, protocol?.value.toLowerCase()),
    ),
    ...caches.flatMap(({ layer, technology, useCase, ttlMs }) =>
      saying('time to live', joined(layer, technology, useCase), ttlMs),
    ),
    ...failures.flatMap(({ scenario, timeoutMs }) => saying('timeout', scenario.value, timeoutMs)),
    ...scalingSayings(overview),
    ...costs.flatMap(pricesOf),
    ...slos.flatMap(({ service, objective }) => saying('objective', service.value, objective)),
    ...breakerSayings(overview),
    ...capsuleSayings(overview),
    ...constants(overview, profile),
  ];
}

/** An amount is compared with its currency: $40 and €40 are two prices. */
function pricesOf(cost: Cost): Saying[] {
  const said = priceOf(cost);
  if (said === undefined) return [];
  const whose = joined(cost.service, cost.tier);
  return [{ kind: 'price', whose, stated: said.stated, value: priceText(said.price) }];
}

/** `failure-modes/breaker/half-open`, `failure-modes/breaker/half-open-2`: what is stated again has the same id with a number. */
function named(kind: Kind, stated: Value, value: number | string | undefined = stated?.value): Saying[] {
  const last = stated?.id.split('/').at(-1) ?? '';
  return saying(kind, last.replace(/-\d+$/, '').replaceAll('-', ' '), stated, value);
}

function breakerSayings({ breaker, breakerAgain = [] }: Overview): Saying[] {
  const first = [breaker?.opensAfterFailures, breaker?.halfOpenAfterMs, breaker?.closesAfterSuccesses];
  return [...first, ...breakerAgain].flatMap((stated) => named('breaker', stated));
}

function capsuleSayings({ capsule }: Overview): Saying[] {
  const { project, runtimeProfile, httpPort, database, auth, infra, secrets, again = [] } = capsule;
  return [project, runtimeProfile, httpPort, database, auth, infra, secrets, ...again].flatMap((stated: Value) =>
    named('constant', stated, typeof stated?.value === 'string' ? stated.value.toLowerCase() : stated?.value),
  );
}

function scalingSayings({ scaling: { horizontal, vertical, triggers } }: Overview): Saying[] {
  return [
    ...horizontal.flatMap(({ service: { value }, minInstances, maxInstances }) => [
      ...saying('fewest instances', value, minInstances),
      ...saying('most instances', value, maxInstances),
    ]),
    ...vertical.flatMap(({ service: { value }, cpuCores, memoryBytes }) => [
      ...saying('cores', value, cpuCores),
      ...saying('memory', value, memoryBytes),
    ]),
    // Above one threshold for a minute and above another one for an hour are two triggers.
    ...triggers.flatMap(({ metric, above, forMs }) =>
      saying('threshold', `${metric.value} ${forMs?.value ?? ''}`, above),
    ),
  ];
}

function joined(...parts: readonly (Stated<string> | undefined)[]): string {
  return parts.flatMap((part) => part?.value ?? []).join(', ');
}

const environments = /^(?:dev|staging|prod)$/;

/** What the front matter, the capsule and the profile repeat of each other: the runtime profile and the versions of frameworks. */
function constants({ task, capsule }: Overview, draft: ProfileDraft | undefined): Saying[] {
  const profile = draft?.profile;
  const inProfile = (stated: Stated<string>): { file?: string } =>
    draft === undefined ? {} : { file: profileFileOf(draft, stated) };
  return [
    ...environment(profile?.env).map((said) => ({ ...said, ...(profile?.env && inProfile(profile.env)) })),
    ...environment(task.profile?.env),
    ...environment(capsule.runtimeProfile),
    ...(profile?.frameworks ?? []).flatMap((stated) =>
      versionOf(stated).map((said) => ({ ...said, ...inProfile(stated) })),
    ),
    ...(task.profile?.frameworks ?? []).flatMap(versionOf),
    ...capsule.frameworks.flatMap(({ framework }) => versionOf(framework)),
  ];
}

function environment(stated: Stated<string> | undefined): Saying[] {
  return environments.test(stated?.value ?? '') ? saying('runtime profile', '', stated) : [];
}

/** `Next.js 16`, `Next.js@16.4` */
function versionOf(stated: Stated<string>): Saying[] {
  const [, name, version] = /^(.{1,60}?)(?:@|\s+)v?(\d+(?:\.\d+){0,3})$/.exec(stated.value) ?? [];
  return name === undefined ? [] : saying('version', name, stated, version);
}
