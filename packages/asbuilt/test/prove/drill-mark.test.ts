import { describe, expect, it } from 'vitest';
import { asDrill, drillAddress, drillMark } from '#prove/drill-mark';

describe('what a drill is known by', () => {
  it('is there while one is made, and not before or after', async () => {
    expect([drillMark(), await drillAddress()]).toEqual([undefined, undefined]);
    const mark = await asDrill('a token', () => Promise.resolve(drillMark()));
    expect(mark).toHaveLength(43);
    expect(await asDrill('another', () => Promise.resolve(drillMark()))).not.toBe(mark);
    expect(drillMark()).toBeUndefined();
  });

  // The gateway's test has the same.
  it.skipIf(process.platform === 'darwin')(
    'is, over bare TCP, an address of this machine that macOS lacks',
    async () => {
      expect(await asDrill('a token', drillAddress)).toBe('127.137.154.82');
    },
  );
});
