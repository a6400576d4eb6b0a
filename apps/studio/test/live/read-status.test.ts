import { describe, expect, it } from 'vitest';
import { readStatus } from '#live/read-status';
import { troubledSystem } from '../support/system-status.ts';

describe('reading an event', () => {
  it('gives the state of the system', () => {
    expect(readStatus(JSON.stringify(troubledSystem))).toEqual(troubledSystem);
  });

  it.each(['', '{', 'null', '[]', '{"services":[]}', '{"services":{},"edges":[]}'])('gives nothing for %j', (data) => {
    expect(readStatus(data)).toBeUndefined();
  });
});
