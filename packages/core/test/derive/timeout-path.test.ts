import { describe, expect, it } from 'vitest';
import { timeoutPaths, timeoutsByName } from '../../src/derive/timeout-path.ts';
import { link, read } from '../../src/overview/index.ts';
import { modelOf, type Said } from './model.ts';

const pathsOf = (said: Said): string[] =>
  timeoutPaths(modelOf(said)).map(({ call, timeout, parts, partsMs }) => {
    const below = parts.map((part) => `${part.call.to.name} ${part.timeout.value}`).join(' + ');
    return `${call.to.name} ${timeout.value} > ${below} = ${partsMs}`;
  });

/** A document whose database is tried again as a mitigation says. */
const said = (mitigation: string): string =>
  `## Data Flow\n\n1. User → API (a)\n2. API → DB (b)\n3. DB → API (c)\n4. API → User (d)\n\n## Failure Modes\n
| Failure | Mitigation | Timeout |\n|---|---|---|\n| API slow | Retry (9×) | 5s |\n| DB down | ${mitigation} | 2s |\n`;

const msOf = (mitigation: string): number | undefined => timeoutPaths(link(read(said(mitigation))))[0]?.partsMs;

describe('timeout paths', () => {
  it('set the timeout of each call against the sum of the calls below it', () => {
    const flow = ['User → API', 'API → Auth', 'API → DB', 'DB → API', 'API → User'];
    const timeouts = { 'API timeout': '30s', 'Auth service down': '10s', 'DB down': '30s' };
    expect(pathsOf({ flow, timeouts })).toEqual([
      'API 30000 > Auth 10000 + DB 30000 = 40000',
      'Auth 10000 >  = 0',
      'DB 30000 >  = 0',
    ]);
  });

  it('look through a call without a timeout to what it waits for', () => {
    const flow = [
      'User → API',
      'API → Gateway',
      'Gateway → Bank',
      'Bank → Gateway',
      'Gateway → Post',
      'Post → Gateway',
    ];
    const timeouts = { 'API timeout': '5s', 'Bank down': '2s', 'Post down': '1s' };
    expect(pathsOf({ flow, timeouts })[0]).toBe('API 5000 > Bank 2000 + Post 1000 = 3000');
  });

  it('count the nearest timeout only: what is below it is its own affair', () => {
    const flow = ['User → API', 'API → DB', 'DB → Disk', 'Disk → DB', 'DB → API'];
    const timeouts = { 'API timeout': '5s', 'DB down': '2s', 'Disk failure': '60s' };
    expect(pathsOf({ flow, timeouts })).toEqual([
      'API 5000 > DB 2000 = 2000',
      'DB 2000 > Disk 60000 = 60000',
      'Disk 60000 >  = 0',
    ]);
  });

  it('count a service once for each call', () => {
    const flow = ['User → API', 'API → DB', 'DB → API', 'API → DB', 'DB → API', 'API → User'];
    expect(pathsOf({ flow, timeouts: { 'API timeout': '5s', 'DB down': '2s' } })[0]).toBe(
      'API 5000 > DB 2000 + DB 2000 = 4000',
    );
  });

  it('count a call once, however often it is tried: its timeout is that of all tries together', () => {
    expect(msOf('retry (2×)')).toBe(2_000);
    expect(msOf('retry')).toBe(2_000);
    expect(msOf('fallback')).toBe(2_000);
  });

  it('are none for callees without a timeout', () => {
    expect(pathsOf({ flow: ['User → API', 'API → DB'], timeouts: {} })).toEqual([]);
  });

  it('take the shortest timeout where the failure table has several for one service', () => {
    const timeouts = timeoutsByName(modelOf({ timeouts: { 'DB down': '30s', 'DB slow': '2s', 'DB crash': '5s' } }));
    expect([...timeouts].map(([name, { value }]) => [name, value])).toEqual([['DB', 2000]]);
  });
});
