import type { Milliseconds, RateLimitPolicy } from '@asbuilt/core/model';
import type { SharedLimits, SharedTake } from '#gateway/entry/shared-limits';

export interface LimitsOptions {
  /** `redis://user:password@host:6379` */
  readonly url: string;
  /** Before each key: gateways that count together have the same. */
  readonly prefix: string;
  /** Hears, a sentence at a time, that Redis is not to be had, and that it is again. */
  readonly tell: (sentence: string) => void;
  /** What a call may be held up for by a Redis that stalls; a tenth of a second where absent. */
  readonly answersWithinMs?: Milliseconds;
}

/** Limits in a Redis, to be closed. */
export interface RedisLimits extends SharedLimits {
  close(): void;
}

const usuallyAnswersWithinMs: Milliseconds = 100;
/** After a stall it is not asked for a while. */
const notAskedForMs: Milliseconds = 1_000;
const connectsWithinMs: Milliseconds = 2_000;

/**
 * The meter of `RateLimiter` in core, by the clock of the server, so that those of the gateways need not agree: what was
 * used drains evenly, and a key that was quiet for a period is the same as none.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local limit, per = tonumber(ARGV[1]), tonumber(ARGV[2]) / tonumber(ARGV[1])
local kept = redis.call('HMGET', KEYS[1], 'used', 'at')
local used = math.max(0, (tonumber(kept[1]) or 0) - math.max(0, now - (tonumber(kept[2]) or now)) / per)
local let_in = 0
if used + 1 <= limit + 1e-5 then
  used = used + 1
  let_in = 1
end
redis.call('HSET', KEYS[1], 'used', string.format('%.9f', used), 'at', string.format('%.3f', now))
redis.call('PEXPIRE', KEYS[1], math.ceil(used * per) + 1)
return { let_in, string.format('%.9f', used) }
`;

/** Connects to a Redis, or goes on trying: as long as there is none, each gateway counts alone. */
export async function openLimits({
  url,
  prefix,
  tell,
  answersWithinMs = usuallyAnswersWithinMs,
}: LimitsOptions): Promise<RedisLimits> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectsWithinMs,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 6), 2_000),
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    commandTimeout: answersWithinMs,
  });
  let isDown = false;
  let askAgainAt = 0;
  const note = (problem: Error | undefined): void => {
    if (problem !== undefined) askAgainAt = performance.now() + notAskedForMs;
    if ((problem !== undefined) === isDown) return;
    isDown = problem !== undefined;
    const why = problem === undefined ? '' : `: ${problem.message || problem.name}`;
    tell(
      isDown
        ? `The Redis of the rate limits is not to be had${why}; this gateway counts alone`
        : 'The Redis of the rate limits is back; gateways count together again',
    );
  };
  client.on('error', note);
  client.on('ready', () => note(undefined));
  await client.connect().catch(note);
  const take = async (key: string, { requests, perMs }: RateLimitPolicy): Promise<SharedTake | undefined> => {
    try {
      const answer: unknown = await client.call('EVAL', script, 1, prefix + key, requests, perMs);
      note(undefined);
      return readTake(answer);
    } catch (error) {
      note(error instanceof Error ? error : new Error(String(error)));
      return undefined;
    }
  };
  return {
    get isUp() {
      return client.status === 'ready' && performance.now() >= askAgainAt;
    },
    take,
    close: () => client.disconnect(),
  };
}

function readTake(answer: unknown): SharedTake {
  const [isLetIn, used]: readonly unknown[] = Array.isArray(answer) ? answer : [];
  if (typeof used !== 'string') throw new Error(`it answered ${JSON.stringify(answer)}`);
  return { isLetIn: isLetIn === 1, used: Number(used) };
}
