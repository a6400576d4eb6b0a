import type { Milliseconds } from '@asbuilt/core/model';
import type { CacheOptions } from './options.ts';

/** What a cache takes from the environment where it is not told. */
export interface Surroundings {
  readonly ttlMs: Milliseconds;
  readonly redis: string | undefined;
}

/** The time and the Redis of a cache. Throws an `Error` that says what is missing, or is none. */
export function surroundingsOf(
  { layer, ttlMs, redis }: CacheOptions,
  env: NodeJS.ProcessEnv = process.env,
): Surroundings {
  const stated = layer === undefined ? undefined : layerTimes(env)[layer];
  const ttl = ttlMs ?? stated;
  if (ttl === undefined) throw new Error(missing(layer, layerTimes(env)));
  return { ttlMs: ttl, redis: redis === false ? undefined : addressOf(redis ?? env['REDIS_URL'] ?? '') };
}

/** None where it is empty. The value is not quoted: it may hold a password. */
function addressOf(said: string): string | undefined {
  if (said === '') return undefined;
  if (!/^rediss?:\/\/./i.test(said) || !URL.canParse(said))
    throw new RangeError('REDIS_URL is not the address of a Redis server; write it as redis://host:6379.');
  return said;
}

/** The caches of the overview, as `asbuilt up` tells services of them: `ASBUILT_CACHES={"Application":900000}`. */
function layerTimes(env: NodeJS.ProcessEnv): Readonly<Record<string, Milliseconds>> {
  const said: unknown = JSON.parse(env['ASBUILT_CACHES'] || '{}');
  if (typeof said !== 'object' || said === null) return {};
  return Object.fromEntries(Object.entries(said).flatMap(([name, ms]) => (typeof ms === 'number' ? [[name, ms]] : [])));
}

function missing(layer: string | undefined, times: Readonly<Record<string, Milliseconds>>): string {
  if (layer === undefined) return 'A cache needs a time: give it ttlMs, or the layer of the overview that it is.';
  const known = Object.keys(times);
  const there = known.length === 0 ? 'no caches in the application with a time' : `only: ${known.join(', ')}`;
  return `The overview has no cache "${layer}" with a time; it has ${there}. Give ttlMs, or run the service with asbuilt up.`;
}
