import type { EdgeState, SystemStatus } from '#client/api';

const since = '2026-01-15T09:30:00.000Z';

/** A system of three services whose middle edge is in trouble. */
export const troubledSystem: SystemStatus = {
  overview: 'shop.md',
  startedAt: since,
  services: [
    {
      name: 'Frontend',
      state: 'healthy',
      pid: 4242,
      address: '127.0.0.1:4001',
      restarts: 0,
      since,
      instances: [
        { number: 1, state: 'healthy', pid: 4242, address: '127.0.0.1:4001', restarts: 0, since, inFlight: 3 },
        { number: 2, state: 'unready', pid: 4243, address: '127.0.0.1:4002', restarts: 0, since, inFlight: 0 },
      ],
    },
    { name: 'API', state: 'restarting', restarts: 2, since },
    { name: 'Mail', state: 'unbound', restarts: 0, since },
  ],
  edges: [
    edge('User', 'Frontend', { requests: 12_031, p50Ms: 3.25, p99Ms: 41 }),
    edge('Frontend', 'API', {
      breaker: 'open',
      requests: 800,
      failures: 37,
      p50Ms: 8,
      p99Ms: 1_240,
      timeoutMs: 10_000,
    }),
    edge('API', 'Database', { protocol: 'tcp', breaker: 'half-open', requests: 19, inFlight: 4 }),
  ],
};

/** The same system after the trouble. */
export const recoveredSystem: SystemStatus = {
  ...troubledSystem,
  edges: troubledSystem.edges.map((state) => ({ ...state, breaker: 'closed', requests: state.requests + 1 })),
};

function edge(from: string, to: string, changed: Partial<EdgeState>): EdgeState {
  const name = `${from} → ${to}`;
  const idle = {
    protocol: 'http',
    address: '127.0.0.1:4100',
    breaker: 'closed',
    requests: 0,
    failures: 0,
    inFlight: 0,
  } as const;
  return { name, from, to, ...idle, ...changed };
}
