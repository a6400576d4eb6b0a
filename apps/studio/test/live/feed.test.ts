import { describe, expect, it } from 'vitest';
import { type Feed, type FeedEvent, feed, reconnectAfterMs } from '#live/feed';
import { recoveredSystem, troubledSystem } from '../support/system-status.ts';

const notRunning = { status: 503, title: 'Not under asbuilt up', type: 'urn:asbuilt:problem:system-not-running' };
const unreachable = { status: 502, title: 'Bad Gateway' };
const seen: FeedEvent = { kind: 'status', status: troubledSystem };

function after(...events: readonly FeedEvent[]): Feed {
  return events.reduce<Feed>(feed, { kind: 'connecting' });
}

describe('the feed of the running system', () => {
  it('is live from the first status on', () => {
    expect(after(seen)).toEqual({ kind: 'live', status: troubledSystem });
    expect(after(seen, { kind: 'status', status: recoveredSystem })).toEqual({ kind: 'live', status: recoveredSystem });
  });

  it('keeps what was last seen when the connection breaks', () => {
    expect(after(seen, { kind: 'broken' })).toEqual({ kind: 'lost', last: troubledSystem });
  });

  it('keeps it too while the API does not answer', () => {
    const events: readonly FeedEvent[] = [seen, { kind: 'broken' }, { kind: 'refused', problem: unreachable }];
    expect(after(...events)).toEqual({ kind: 'lost', last: troubledSystem });
  });

  it('gives it up when nothing runs any more', () => {
    const events: readonly FeedEvent[] = [seen, { kind: 'broken' }, { kind: 'refused', problem: notRunning }];
    expect(after(...events)).toEqual({ kind: 'absent', problem: notRunning });
  });

  it('is live again after the connection came back', () => {
    expect(after(seen, { kind: 'broken' }, seen).kind).toBe('live');
    expect(after({ kind: 'refused', problem: notRunning }, seen).kind).toBe('live');
  });
});

describe('the pause before connecting again', () => {
  it('doubles from a second to half a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 50].map(reconnectAfterMs)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  });
});
