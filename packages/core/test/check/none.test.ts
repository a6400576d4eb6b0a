import { describe, expect, it } from 'vitest';
import { saysNone } from '#check/none';

describe('words that say there is nothing', () => {
  it.each([
    'none',
    'None.',
    'none yet',
    'none is kept',
    'none between services',
    'none; traffic stays on the loopback interface',
    'nothing',
    'Nothing planned',
    'no',
    'no policy yet',
    '—',
    '...',
    'n/a',
    'TBD',
    'todo: ask Ada',
    'not yet decided',
    'To be defined',
  ])('are: %s', (words) => {
    expect(saysNone(words)).toBe(true);
  });

  it.each([
    'No user-provided addresses are fetched by the server',
    'None of the inputs is trusted',
    'Nothing leaves the network',
    'No eval',
    'not stored',
    'Notifications',
    'nonces',
    'northern region',
    'Unknown keys are refused',
  ])('are not: %s', (words) => {
    expect(saysNone(words)).toBe(false);
  });
});
