import type { EdgeStatus, SystemStatus } from '@asbuilt/runtime';
import { describe, expect, test } from 'vitest';
import { statusTable } from '../../src/cli/status-table.ts';

const since = '2026-01-15T09:30:00.000Z';
const instance = { state: 'healthy', restarts: 0, since, inFlight: 0 } as const;
const edge: EdgeStatus = {
  name: 'Frontend → API',
  from: 'Frontend',
  to: 'API',
  protocol: 'http',
  address: '127.0.0.1:4100',
  timeoutMs: 5_000,
  breaker: 'half-open',
  requests: 120,
  failures: 2,
  inFlight: 3,
  p50Ms: 8.04,
  p99Ms: 1_250,
};
const status: SystemStatus = {
  overview: 'overview.md',
  startedAt: since,
  services: [
    {
      name: 'API',
      state: 'healthy',
      pid: 1,
      address: '127.0.0.1:4001',
      restarts: 1,
      since,
      instances: [
        {
          ...instance,
          number: 1,
          pid: 1,
          address: '127.0.0.1:4001',
          inFlight: 3,
          cpuCores: 0.42,
          memoryBytes: 58_000_000,
        },
        { ...instance, number: 2, pid: 2, address: '127.0.0.1:4002', state: 'unready', restarts: 1 },
      ],
    },
    { name: 'Database', state: 'external', address: '10.0.0.2:5432', restarts: 0, since },
  ],
  edges: [edge],
};

describe('the status table', () => {
  test('says what stands in for a service, and which edges only watch', () => {
    const mail = { name: 'Mail', state: 'healthy', standIn: 'smtp', restarts: 0, since } as const;
    const shown = statusTable({ ...status, services: [mail], edges: [{ ...edge, observed: true }] }, { color: false });
    expect(shown).toContain('Mail     healthy, stand-in');
    expect(shown).toContain('observed');
    expect(shown).not.toContain('half-open');
  });

  test('says which instances stand still, and what is broken on purpose', () => {
    const still = { ...instance, number: 1, standsStill: true } as const;
    const web = { name: 'Web', state: 'healthy', restarts: 0, since } as const;
    const endsAtMs = Date.now() + 600_400;
    const broken: SystemStatus = {
      ...status,
      services: [
        { ...web, instances: [still] },
        { ...web, name: 'API', instances: [still, { ...instance, number: 2 }] },
      ],
      faults: [
        { id: 3, edge: 'Frontend → API', effect: { kind: 'refuse' }, endsAtMs },
        { id: 4, service: 'API', instance: 1, effect: { kind: 'stop' }, endsAtMs },
      ],
    };
    const shown = statusTable(broken, { color: false });
    expect(shown).toContain('\nWeb      healthy, stands still  ');
    expect(shown).toContain('\nAPI      healthy 1/2  ');
    expect(shown).toContain('\n  #1     healthy, stands still  ');
    expect(shown).toContain('\n  #2     healthy  ');
    expect(
      shown
        .replaceAll(/ for \d+ s/g, ' for N s')
        .split('\n')
        .slice(-4),
    ).toEqual([
      'Faults',
      'Frontend → API: every call is refused for N s (fault 3)',
      'API#1: its processes stand still for N s (fault 4)',
      '',
    ]);
    const narrow = statusTable(broken, { color: false, columns: 20 }).split('\n');
    expect(narrow.at(-2)).toHaveLength(20);
  });

  test('shows a service of several instances, and each of them', () => {
    expect(statusTable(status, { color: false }).split('\n')).toEqual([
      'Service   State        Address         Restarts  In flight  CPU   Memory',
      'API       healthy 1/2  ·               1         3          ·     ·',
      '  #1      healthy      127.0.0.1:4001  ·         3          42 %  58 MB',
      '  #2      unready      127.0.0.1:4002  1         ·          ·     ·',
      'Database  external     10.0.0.2:5432   ·         ·          ·     ·',
      '',
      'Edge            Listens at      Timeout  Breaker    Requests  Failures  p50   p99',
      'Frontend → API  127.0.0.1:4100  5 s      half-open  120       2         8 ms  1.25 s',
      '',
    ]);
  });

  test('shows calls a second where it knows what was before', () => {
    const before = { status: { ...status, edges: [{ ...edge, requests: 100 }] }, ms: 2_000 };
    const [, row] = statusTable({ ...status, services: [] }, { color: false, before })
      .split('\n')
      .slice(2);
    expect(row).toBe(
      'Frontend → API  127.0.0.1:4100  5 s      half-open  120       10        3          2         8 ms  1.25 s',
    );
  });

  test.each([140, 80, 60, 40, 20, 8])('needs no more than %i columns', (columns) => {
    const lines = statusTable(status, { color: true, columns }).split('\n');
    const widths = lines.map(
      (line) => line.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '').length,
    );
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    expect(lines.some((line) => line.includes('half'))).toBe(columns >= 40);
  });

  test('keeps what matters most when room is short', () => {
    const [titles] = statusTable({ ...status, services: [] }, { color: false, columns: 50 })
      .split('\n')
      .slice(2);
    expect(titles).toBe('Edge            Breaker    Failures  p99');
  });
});
