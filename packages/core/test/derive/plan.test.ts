import { describe, expect, it } from 'vitest';
import { plan, type SystemPlan } from '#derive/plan';
import { link } from '#overview/link';
import { readProfile } from '#overview/profile';
import { read } from '#overview/read';

const overview = `# Harbour

## Services

| Service | Interface | Protocol |
| --- | --- | --- |
| Pages | Svelte | HTTP |
| Gate | REST | HTTP |
| Store | SQL | Postgres protocol |

## Data Flow

1. User → Pages (asks)
2. Pages → Gate (asks)
3. Gate → Store (query)
4. Store → Gate (rows)
5. Gate → Store (query again)
6. Store → Gate (rows)
7. Gate → Pages (answer)
8. Pages → User (page)

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
| --- | --- | --- | --- |
| Store service down | High | Retry | 5s |
| Gate down | High | Circuit breaker | 12s |

**Circuit Breaker:**

- Open after 4 consecutive failures
- Half-open after 10s
`;

/** How often each edge tries again when the store fails, by what is said about it. */
const retriesOf = (mitigation: string): (number | undefined)[] =>
  plan(link(read(overview.replace('High | Retry', `High | ${mitigation}`)))).edges.map(({ retry }) => retry?.retries);

/** The edges that only watch, and what is named that is none. */
function watched(observe: string): (string | undefined)[] {
  const { profile } = readProfile('profile.yml', `observe: ${observe}\n`);
  const { edges, unknownObserved = [] } = plan(link(read(overview)), profile);
  const names = edges.filter(({ observed }) => observed).map(({ name }) => name);
  return [...names, ...unknownObserved.map(({ value }) => `unknown: ${value}`)];
}

function planned(scaling: string, binding = ''): SystemPlan {
  return plan(
    link(read(`${overview}\n## Scaling\n\n${scaling}`)),
    readProfile('p.yml', `services:\n  Gate:\n    command: node gate.js\n${binding}`).profile,
  );
}

function instancesOf({ services }: SystemPlan): unknown {
  return services.find(({ name }) => name === 'Gate')?.instances;
}

describe('the system plan', () => {
  it('tries a call again as often as the document says, once where it says no number, and not where nothing says so', () => {
    expect(retriesOf('Retry (3×)')).toEqual([undefined, undefined, 3]);
    expect(retriesOf('Retry')).toEqual([undefined, undefined, 1]);
    expect(retriesOf('Fallback')).toEqual([undefined, undefined, undefined]);
  });

  it('says how many connections the pools of all callers open, where section 9 says so', () => {
    const scaling =
      '**Horizontal Scaling:**\n- Gate: 2–10 instances\n\n**Capacity:**\n- Gate: pool of 20 connections\n';
    const pooled = planned(scaling).services.map(({ pooledConnections }) => pooledConnections);
    expect(pooled).toEqual([undefined, undefined, 200]);
    expect(planned('').services.some((service) => 'pooledConnections' in service)).toBe(false);
  });

  it('only watches the edges that the profile names under observe, however it writes them', () => {
    expect(watched('[the Gate service -> Store, Pages => Gate]')).toEqual(['Pages → Gate', 'Gate → Store']);
    expect(watched('all')).toEqual(['User → Pages', 'Pages → Gate', 'Gate → Store']);
    expect(watched('[Store → Gate, nothing]')).toEqual(['unknown: Store → Gate', 'unknown: nothing']);
  });

  it('has one edge for each pair of services that call each other, with its policies', () => {
    const { edges } = plan(link(read(overview)));
    const breaker = { opensAfterFailures: 4, halfOpenAfterMs: 10_000, closesAfterSuccesses: 1 };
    expect(edges).toEqual([
      { name: 'User → Pages', from: 'User', to: 'Pages', protocol: 'http', entry: true, breaker },
      { name: 'Pages → Gate', from: 'Pages', to: 'Gate', protocol: 'http', entry: false, timeoutMs: 12_000, breaker },
      {
        name: 'Gate → Store',
        from: 'Gate',
        to: 'Store',
        protocol: 'tcp',
        wire: 'postgres',
        entry: false,
        timeoutMs: 5_000,
        breaker,
        retry: { retries: 1, baseMs: 100, capMs: 1_000 },
      },
    ]);
  });

  it('sheds what a service is not laid out for: as many instances as start here, as many as stated elsewhere', () => {
    const scaled = `${overview}
## Scaling

**Horizontal Scaling:**

- Gate: 2–4 instances

**Capacity:**

- Gate: 30 requests at a time
- Store: 20 requests at a time
`;
    const concurrencies = (profile: string): unknown[] =>
      plan(link(read(scaled)), readProfile('p.yml', profile).profile).edges.map(({ concurrency }) => concurrency);
    expect(concurrencies('services:\n  Gate:\n    command: node gate.js\n')).toEqual([undefined, 60, undefined]);
    expect(concurrencies('services:\n  Gate:\n    command: node gate.js\n    instances: 1\n')).toEqual([
      undefined,
      30,
      undefined,
    ]);
    expect(concurrencies('services:\n  Gate:\n    url: http://gate.example\n')).toEqual([undefined, 120, undefined]);
  });

  it('keeps the connections that a database accepts, and closes idle ones where the profile says so', () => {
    const limited = `${overview}\n## Scaling\n\n**Capacity:**\n\n- Store: at most 40 connections\n- Gate: at most 9 connections\n`;
    const profile = readProfile(
      'p.yml',
      'services:\n  Store:\n    provider: postgres\n    idle_timeout: 10m\n',
    ).profile;
    expect(
      plan(link(read(limited)), profile).edges.map(({ connections, idleTimeoutMs }) => [connections, idleTimeoutMs]),
    ).toEqual([
      [undefined, undefined],
      [undefined, undefined],
      [40, 600_000],
    ]);
  });

  describe('the instances of a service that runs here', () => {
    const bounds = '**Horizontal Scaling:**\n\n- Gate: 2–4 instances\n\n';
    const size = '**Vertical Scaling:**\n\n- Gate: 2 CPU cores\n\n';
    const triggers = '**Auto-scaling Triggers:**\n\n- CPU > 70% for 5 minutes\n- Queue length > 100\n';

    it('are one where nobody says otherwise, and what is not started here has none', () => {
      expect(instancesOf(planned(''))).toEqual({ start: 1, notes: [] });
      expect(
        plan(link(read(`${overview}\n## Scaling\n\n${bounds}`))).services.map(({ instances }) => instances),
      ).toEqual([undefined, undefined, undefined]);
    });

    it('begin with the stated minimum and grow by the triggers that can be watched', () => {
      expect(instancesOf(planned(bounds + size + triggers))).toEqual({
        start: 2,
        statedMost: 4,
        cpuCores: 2,
        autoscale: {
          minInstances: 2,
          maxInstances: 4,
          triggers: [{ metric: 'cpu', above: 0.7, forMs: 300_000 }],
        },
        notes: ['Queue length does not scale Gate: only CPU, memory and request rate are watched here'],
      });
    });

    it('keep their number, said in a sentence, where section 9 has a hole', () => {
      const { notes } = Object(instancesOf(planned(bounds + triggers)));
      expect(notes).toEqual([
        'CPU does not scale Gate: section 9 does not say how many cores an instance has; add e.g. "Gate: 1 CPU core" under Vertical Scaling',
        'Queue length does not scale Gate: only CPU, memory and request rate are watched here',
        'Gate keeps 2 instances of 4, since section 9 states no trigger that can be watched here',
      ]);
      expect(
        Object(instancesOf(planned(`${bounds}${size}**Auto-scaling Triggers:**\n\n- CPU > [n]% for 5 minutes\n`)))
          .notes[0],
      ).toBe('CPU does not scale Gate: section 9 does not say above which value');
    });

    it('are as many as the profile says for here, and are balanced where they may be several', () => {
      expect(instancesOf(planned(bounds + size + triggers, '    instances: 1\n'))).toEqual({
        start: 1,
        statedMost: 4,
        notes: [],
      });
      expect(instancesOf(planned(bounds + size + triggers, '    instances: 3–4\n'))).toMatchObject({
        start: 3,
        autoscale: { minInstances: 3, maxInstances: 4 },
      });
      const outliers = (binding: string): unknown[] => planned(bounds, binding).edges.map(({ outlier }) => outlier);
      expect(outliers('    instances: 1\n')).toEqual([undefined, undefined, undefined]);
      expect(outliers('')[1]).toEqual({ afterFailures: 4, ejectMs: 10_000, maxShare: 0.5 });
    });
  });

  it('binds services by name to what the profile says', () => {
    const { profile, problems } = readProfile(
      'p.yml',
      'services:\n  Gate:\n    command: node gate.js\n    edges: { Store: DATABASE_URL }\n',
    );
    expect(problems).toEqual([]);
    const bindings = plan(link(read(overview)), profile).services.map(({ name, binding }) => [
      name,
      binding?.command?.value,
    ]);
    expect(bindings).toEqual([
      ['Pages', undefined],
      ['Gate', 'node gate.js'],
      ['Store', undefined],
    ]);
  });
});
