import type { Claim } from './shared-store.ts';

/*
 * What happens in Redis in one step each. A value is a hash of its text and of how long it may be given beyond its time;
 * Redis' own clock is the only one that counts. Who fetches holds a lease with a number that only grows (a fencing token,
 * Kleppmann, "How to do distributed locking"): a value is taken only from whoever holds the lease now.
 */

/**
 * Answers `{1, text, freshMs, tailMs}` with a value that is fresh, `{2, fence, text?, staleMs}` with a lease, `{3, waitMs, text?, staleMs}` if another one holds it.
 * ARGV[4] is the SHA-1 of a text that is as none to who asks; empty where there is no such text.
 */
export const acquire = `
local kept = redis.call('HMGET', KEYS[1], 'text', 'tail')
local left = 0
if ARGV[4] ~= '' and kept[1] and redis.sha1hex(kept[1]) == ARGV[4] then kept = {false} end
if kept[1] then
  left = redis.call('PTTL', KEYS[1]) - tonumber(kept[2])
  if left > 0 then return {1, kept[1], left, tonumber(kept[2])} end
end
if redis.call('EXISTS', KEYS[2]) == 1 then return {3, redis.call('PTTL', KEYS[2]), kept[1], -left} end
local fence = redis.call('INCR', KEYS[3])
redis.call('PEXPIRE', KEYS[3], 86400000)
redis.call('SET', KEYS[2], fence, 'PX', ARGV[1])
for index = 4, #KEYS do
  redis.call('SADD', KEYS[index], ARGV[2])
  redis.call('PEXPIRE', KEYS[index], math.max(tonumber(ARGV[3]), redis.call('PTTL', KEYS[index])))
end
return {2, fence, kept[1], -left}
`;

/** Keeps a value and gives the lease back; 0 if it is somebody else's by now. */
export const publish = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1], KEYS[2])
redis.call('HSET', KEYS[1], 'text', ARGV[2], 'tail', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
redis.call('PUBLISH', ARGV[5], ARGV[6])
return 1
`;

/** Gives the lease back without a value. */
export const release = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return 1
`;

/** A sign of life: the lease lasts on; 0 if it is somebody else's by now. */
export const extend = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;

/** Drops values and leases, so that nobody puts in what was fetched before, and tells all. */
export const drop = `
for index = 1, #KEYS do redis.call('DEL', KEYS[index]) end
redis.call('PUBLISH', ARGV[1], ARGV[2])
return 1
`;

/** Drops all that has a tag, and tells all. */
export const dropTag = `
local keys = redis.call('SMEMBERS', KEYS[1])
for _, key in ipairs(keys) do redis.call('DEL', ARGV[3] .. 'v:' .. key, ARGV[3] .. 'l:' .. key) end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[1], ARGV[2])
return #keys
`;

/** Reads what `acquire` answers. */
export function readClaim(answer: unknown): Claim {
  if (!Array.isArray(answer)) throw new TypeError('Redis answered in an unknown form.');
  const [kind, second, third, fourth]: unknown[] = answer;
  if (kind === 1)
    return { kind: 'value', value: { text: String(second), freshMs: Number(third) }, tailMs: Number(fourth) };
  const stale = typeof third === 'string' ? { text: third, freshMs: -Number(fourth) } : undefined;
  if (kind === 2) return { kind: 'lease', fence: String(second), stale };
  return { kind: 'wait', forMs: Number(second), stale };
}
