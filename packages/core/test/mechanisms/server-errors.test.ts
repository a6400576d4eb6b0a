import { describe, expect, it } from 'vitest';
import { isRedisFailure, mayBlock } from '#mechanisms/redis-reply';
import { isServerFailure } from '#mechanisms/sql-state';

describe('an error of PostgreSQL', () => {
  it.each(['08006', '53300', '57P01', '57P03', '57014', '58030', 'XX000', 'F0000'])(
    '%s is the server failing',
    (code) => {
      expect(isServerFailure(code)).toBe(true);
    },
  );

  it.each(['42601', '23505', '22P02', '28P01', '3D000', '40001', '40P01', '25P02', ''])('%s is not', (code) => {
    expect(isServerFailure(code)).toBe(false);
  });
});

describe('an error of Redis', () => {
  it('is the server failing when it cannot do what it is there for, not when it was asked wrongly', () => {
    for (const prefix of ['OOM', 'LOADING', 'MISCONF', 'CLUSTERDOWN', 'MAXCLIENTS'])
      expect(isRedisFailure(prefix)).toBe(true);
    expect(['ERR', 'WRONGTYPE', 'NOAUTH', 'MOVED', ''].map(isRedisFailure)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('a command of Redis', () => {
  it('may wait for others when its name or its arguments say so', () => {
    expect(mayBlock('BLPOP', [])).toBe(true);
    expect(mayBlock('XREAD', ['COUNT', '2', 'BLOCK', '0'])).toBe(true);
    expect(mayBlock('XREAD', ['STREAMS'])).toBe(false);
    expect(mayBlock('GET', ['BLOCK'])).toBe(false);
  });
});
