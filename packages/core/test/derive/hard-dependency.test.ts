import { describe, expect, it } from 'vitest';
import { hardDependencies } from '../../src/derive/hard-dependency.ts';
import { link, read } from '../../src/overview/index.ts';

interface Said {
  readonly flow: readonly string[];
  readonly failures?: Readonly<Record<string, string>>;
  readonly slos: Readonly<Record<string, string>>;
}

/** Each objective as `API: Auth, DB`. */
function needsOf({ flow, failures = {}, slos }: Said): string[] {
  const text = [
    '## Data Flow',
    '',
    ...flow.map((step, index) => `${index + 1}. ${step}`),
    '',
    '## Failure Modes',
    '',
    '| Failure | Mitigation |',
    '|---|---|',
    ...Object.entries(failures).map(([name, said]) => `| ${name} down | ${said} |`),
    '',
    '## SLOs',
    '',
    '| Service | SLO |',
    '|---|---|',
    ...Object.entries(slos).map(([name, said]) => `| ${name} | ${said} |`),
    '',
  ];
  return hardDependencies(link(read(text.join('\n')))).map(
    ({ name, needs }) => `${name}: ${needs.map((need) => need.name).join(', ')}`,
  );
}

const flow = ['User → API', 'API → Auth', 'Auth → API', 'API → Store', 'Store → Disk', 'Disk → Store', 'Store → API'];

describe('what an objective stands on', () => {
  it('is what the service calls and cannot do without', () => {
    expect(needsOf({ flow, slos: { API: '99%', Auth: '99%', Store: '99%', Disk: '99%' } })).toEqual([
      'API: Auth, Store',
      'Auth: ',
      'Store: Disk',
      'Disk: ',
    ]);
  });

  it('is not what a fallback stands in for, nor what a measure that nobody knows may stand in for', () => {
    const slos = { API: '99%', Auth: '99%', Store: '99%' };
    expect(needsOf({ flow, slos, failures: { Auth: 'cached tokens', Store: 'retry' } })[0]).toBe('API: Store');
    expect(needsOf({ flow, slos, failures: { Auth: 'circuit breaker', Store: 'hot spare' } })[0]).toBe('API: Auth');
  });

  it('is found behind a callee that promises nothing itself', () => {
    expect(needsOf({ flow, slos: { API: '99%', Disk: '99%' } })).toEqual(['API: Disk', 'Disk: ']);
  });

  it('counts once what is called twice', () => {
    const twice = ['User → API', 'API → DB', 'DB → API', 'API → DB', 'DB → API', 'API → User'];
    expect(needsOf({ flow: twice, slos: { API: '99%', DB: '99%' } })[0]).toBe('API: DB');
  });
});
