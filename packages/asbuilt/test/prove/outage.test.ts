import { link, read } from '@asbuilt/core/overview';
import { describe, expect, it } from 'vitest';
import { outageOf, waysToFail } from '#prove/drills/outage';

/** The fault that is injected for what a row says that happens to the service. */
function faultFor(happens: string): string | undefined {
  const table = `# O\n\n## Failure Modes\n\n| Failure | Impact | Mitigation | Timeout |\n|---|---|---|---|\n| Crash desk ${happens} | High | Retry | 5s |\n`;
  const [failure] = link(read(table)).overview.failures;
  return failure && outageOf(failure).effect.kind;
}

describe('the outage of a row of the failure table', () => {
  it.each([
    ['black-hole', ['slow', 'timeout', 'times out', 'timed out', 'unreachable', 'overloaded', 'degraded']],
    ['status', ['errors']],
    ['reset', ['crashes', 'dies', 'lost']],
    ['refuse', ['down', 'outage', 'unavailable', 'fails', 'failure', 'stops', 'full']],
  ])('is a %s where the row says so', (kind, words) => {
    expect(words.map(faultFor)).toEqual(words.map(() => kind));
  });

  it('breaks off amid an answer of some length, and before one of none', () => {
    expect(waysToFail('http', 11)[0]).toEqual({ kind: 'truncate', afterBytes: 5 });
    expect(waysToFail('http', 1)[0]).toEqual({ kind: 'truncate', afterBytes: 0 });
    expect(waysToFail('tcp', 0)).toEqual([{ kind: 'refuse' }]);
  });
});
