import { describe, expect, it } from 'vitest';
import { plan } from '#derive/plan';
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

describe('the system plan', () => {
  it('tries a call again as often as the document says, once where it says no number, and not where nothing says so', () => {
    expect(retriesOf('Retry (3×)')).toEqual([undefined, undefined, 3]);
    expect(retriesOf('Retry')).toEqual([undefined, undefined, 1]);
    expect(retriesOf('Fallback')).toEqual([undefined, undefined, undefined]);
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
        entry: false,
        timeoutMs: 5_000,
        breaker,
        retry: { retries: 1, baseMs: 100, capMs: 1_000 },
      },
    ]);
  });

  it('sheds what a service is not laid out for: one instance here, as many as stated elsewhere', () => {
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
    expect(concurrencies('services:\n  Gate:\n    command: node gate.js\n')).toEqual([undefined, 30, undefined]);
    expect(concurrencies('services:\n  Gate:\n    url: http://gate.example\n')).toEqual([undefined, 120, undefined]);
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
