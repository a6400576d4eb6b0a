import { describe, expect, it } from 'vitest';
import { type Clock, type Pace, paced } from '#lsp/pace';

/** A pace over a clock that stands still until it is told to go on; each run takes `tookMs`. */
function played(tookMs = 0): { pace: Pace; ran: string[]; goOn: (ms: number) => Promise<void> } {
  let now = 0;
  let timers: { readonly at: number; readonly ring: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after: (ms, ring) => {
      const timer = { at: now + ms, ring };
      timers.push(timer);
      return () => {
        timers = timers.filter((each) => each !== timer);
      };
    },
  };
  const ran: string[] = [];
  const pace = paced(async (key) => {
    ran.push(`${key} at ${now}`);
    now += tookMs;
  }, clock);
  const goOn = async (ms: number): Promise<void> => {
    now += ms;
    const due = timers.filter(({ at }) => at <= now);
    timers = timers.filter((each) => !due.includes(each));
    for (const { ring } of due) ring();
    await Promise.resolve();
  };
  return { pace, ran, goOn };
}

describe('the pace of checks', () => {
  it('waits 15 ms after a change', async () => {
    const { pace, ran, goOn } = played();
    pace.touch('a');
    await goOn(14);
    expect(ran).toEqual([]);
    await goOn(1);
    expect(ran).toEqual(['a at 15']);
  });

  it('runs once for changes that follow each other, after the last one', async () => {
    const { pace, ran, goOn } = played();
    for (let key = 0; key < 20; key += 1) {
      pace.touch('a');
      await goOn(10);
    }
    await goOn(5);
    expect(ran).toEqual(['a at 205']);
    await goOn(1_000);
    expect(ran).toHaveLength(1);
  });

  it('waits twice as long as the last run took, so that typing costs a third of a processor at most', async () => {
    const { pace, ran, goOn } = played(60);
    pace.touch('a');
    await goOn(15);
    pace.touch('a');
    await goOn(119);
    expect(ran).toHaveLength(1);
    await goOn(1);
    expect(ran).toEqual(['a at 15', 'a at 195']);
  });

  it('never waits longer than 300 ms', async () => {
    const { pace, ran, goOn } = played(5_000);
    pace.touch('a');
    await goOn(15);
    pace.touch('a');
    await goOn(300);
    expect(ran).toHaveLength(2);
  });

  it('lets no document wait for another', async () => {
    const { pace, ran, goOn } = played();
    pace.touch('a');
    await goOn(10);
    pace.touch('b');
    await goOn(5);
    expect(ran).toEqual(['a at 15']);
    await goOn(10);
    expect(ran).toEqual(['a at 15', 'b at 25']);
  });

  it('forgets what is dropped, and everything when it stops', async () => {
    const { pace, ran, goOn } = played();
    pace.touch('a');
    pace.touch('b');
    pace.touch('c');
    pace.drop('a');
    await goOn(14);
    pace.stop();
    await goOn(1_000);
    expect(ran).toEqual([]);
  });
});
