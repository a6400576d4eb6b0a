import { describe, expect, it } from 'vitest';
import { timeAgo } from '#ui/time';

const now = new Date('2026-03-10T12:00:00Z');

describe('how long ago', () => {
  it.each([
    ['2026-03-10T11:59:30Z', 'just now'],
    ['2026-03-10T11:58:59Z', '1 minute ago'],
    ['2026-03-10T09:30:00Z', '2 hours ago'],
    ['2026-03-09T11:00:00Z', 'yesterday'],
    ['2026-01-20T12:00:00Z', 'last month'],
    ['2023-03-10T12:00:00Z', '3 years ago'],
    ['2026-03-10T12:05:00Z', 'in 5 minutes'],
  ])('%s was %s', (then, words) => {
    expect(timeAgo(new Date(then), now)).toBe(words);
  });
});
