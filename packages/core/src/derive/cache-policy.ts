import type {
  CachedKind,
  CacheLayer,
  CachePolicy,
  CacheTierPolicy,
  LimitsProfile,
  Milliseconds,
  Model,
  Stated,
  StatementPattern,
} from '#model/index';
import { type CacheTier, dataOf, distanceOf, isSharedOnTheWay, tierOf } from './cache-tier.ts';
import { failingName } from './failing-name.ts';

/** The statements of section 6 that are kept: by the public entry, and by `@asbuilt/runtime/cache` in services that use it. */
export const cacheEnforces: readonly StatementPattern[] = [
  'caching/*/layer',
  'caching/*/ttl',
  'caching/*/use-case',
  'caching/invalidation/*/on',
  'caching/invalidation/*/immediate',
];

/** The caches that answers of a service pass on their way out; nothing where section 6 states none. */
export function cachePolicy(
  service: string,
  model: Model,
  limits: LimitsProfile = {},
): { readonly cache?: CachePolicy } {
  const kept = model.overview.caches.flatMap(keptOnTheWay);
  const tiers = kept
    .filter(({ tier }) => isSharedOnTheWay(tier))
    .toSorted((one, other) => distanceOf(one.tier) - distanceOf(other.tier))
    .map(({ policy }) => ({ ...policy, ...sizeOf(policy, limits) }));
  const browser = kept.find(({ tier }) => tier === 'browser')?.policy;
  if (tiers.length === 0 && browser === undefined) return {};
  const cache: CachePolicy = {
    tiers,
    ...(browser && { browser }),
    ...(tiers.length > 0 && givesStaleAnswers(service, model) && { staleIfError: true }),
    ...(asksDirectly(tiers, model) && { directOrigin: true }),
    ...(limits.answerBytes && { maxAnswerBytes: limits.answerBytes.value }),
  };
  return { cache };
}

function sizeOf({ name }: CacheTierPolicy, { caches = [] }: LimitsProfile): Pick<CacheTierPolicy, 'maxBytes'> {
  const said = caches.find(({ cache }) => isSame(cache.value, name));
  return said === undefined ? {} : { maxBytes: said.bytes.value };
}

/** Caches that the profile says a size of, and that are none which the gateway keeps. */
export function unknownCaches(
  { caches = [] }: LimitsProfile,
  policies: readonly CachePolicy[],
): readonly Stated<string>[] {
  const known = policies.flatMap(({ tiers }) => tiers.map(({ name }) => name));
  return caches.flatMap(({ cache }) => (known.some((name) => isSame(cache.value, name)) ? [] : [cache]));
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** How long the application may keep what, by the names of its caches; nothing where section 6 states none. */
export function applicationCaches({ overview }: Model): {
  readonly applicationCaches?: Readonly<Record<string, Milliseconds>>;
} {
  const caches = overview.caches.filter((cache) => tierOf(cache) === 'application');
  const times = caches.flatMap(({ layer, ttlMs }) =>
    ttlMs === undefined ? [] : [[layer.value, ttlMs.value] as const],
  );
  return times.length === 0 ? {} : { applicationCaches: Object.fromEntries(times) };
}

interface Kept {
  readonly tier: CacheTier;
  readonly policy: CacheTierPolicy;
}

/** A store that is asked by key, or by a page's own script, keeps no answers. */
const isNoHttpCache =
  /\b(?:KV|key[- ]value|durable objects?|redis|store|local ?storage|session ?storage|indexed ?db|cookies?|service worker)\b/i;

function keptOnTheWay(cache: CacheLayer): readonly Kept[] {
  const tier = tierOf(cache);
  const holds = kindOf(cache);
  if (tier === undefined || holds === undefined || cache.ttlMs === undefined) return [];
  if (isNoHttpCache.test(cache.technology?.value ?? '')) return [];
  return [{ tier, policy: { name: cache.layer.value, ttlMs: cache.ttlMs.value, holds } }];
}

/** Undefined for what belongs to one user alone. */
function kindOf(cache: CacheLayer): CachedKind | undefined {
  const data = dataOf(cache);
  if (data.size === 0) return 'anything';
  if (data.has('static')) return 'static';
  return data.has('answers') ? 'answers' : undefined;
}

/** Whatever fails behind the entry shows there, so any row may ask for stale answers; a fallback in other words must be the service's own. */
function givesStaleAnswers(service: string, model: Model): boolean {
  return model.overview.failures.some((failure) =>
    failure.mitigations.some(
      ({ value }) => value === 'stale-cache' || (value === 'fallback' && failingName(model, failure) === service),
    ),
  );
}

function asksDirectly(tiers: readonly CacheTierPolicy[], model: Model): boolean {
  return model.overview.failures.some(
    ({ mitigations, service, scenario }) =>
      mitigations.some(({ value }) => value === 'direct-origin') &&
      tiers.some(({ name }) => name.toLowerCase() === (service ?? scenario).value.toLowerCase()),
  );
}
