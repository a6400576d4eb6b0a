/**
 * Prefixes of error replies that a Redis server gives when it is itself in trouble
 * (https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors): out of memory, loading, busy with a
 * script, not able to write to disk, no master, cluster down, too few replicas. `MAXCLIENTS` stands for an `ERR` that says
 * that it has too many clients. All others, `ERR` and `WRONGTYPE` among them, are the doing of whoever asked.
 */
const troubled: ReadonlySet<string> = new Set([
  'OOM',
  'LOADING',
  'BUSY',
  'MISCONF',
  'MASTERDOWN',
  'CLUSTERDOWN',
  'TRYAGAIN',
  'NOREPLICAS',
  'IOERR',
  'UNKILLABLE',
  'MAXCLIENTS',
]);

/** Whether an error reply with this prefix tells that the server failed, so that it counts against its objective and the breaker. */
export function isRedisFailure(prefix: string): boolean {
  return troubled.has(prefix);
}

/** Commands that wait for others to do something, for as long as they are told: no timeout holds for them. */
const blocking: ReadonlySet<string> = new Set([
  'BLPOP',
  'BRPOP',
  'BRPOPLPUSH',
  'BLMOVE',
  'BLMPOP',
  'BZPOPMIN',
  'BZPOPMAX',
  'BZMPOP',
  'WAIT',
  'WAITAOF',
]);

/** Whether a command may wait by itself; `args` are its first arguments, in upper case, as far as they are known. */
export function mayBlock(command: string, args: readonly string[]): boolean {
  return blocking.has(command) || ((command === 'XREAD' || command === 'XREADGROUP') && args.includes('BLOCK'));
}
