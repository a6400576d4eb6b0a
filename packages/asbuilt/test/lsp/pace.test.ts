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
  it('waits 2 ms after a change', async () => {
    const { pace, ran, goOn } = played();
    pace.touch('a');
    await goOn(1);
    expect(ran).toEqual([]);
    await goOn(1);
    expect(ran).toEqual(['a at 2']);
  });

  it('runs once for changes that follow each other, after the last one', async () => {
    const { pace, ran, goOn } = played();
    for (let key = 0; key < 20; key += 1) {
      pace.touch('a');
      await goOn(1);
    }
    await goOn(1);
    expect(ran).toEqual(['a at 21']);
    await goOn(1_000);
    expect(ran).toHaveLength(1);
  });

  it('rests after a run as long as that took, so that typing costs half of a processor at most', async () => {
    const { pace, ran, goOn } = played(60);
    pace.touch('a');
    await goOn(2);
    pace.touch('a');
    await goOn(59);
    expect(ran).toHaveLength(1);
    await goOn(1);
    expect(ran).toEqual(['a at 2', 'a at 122']);
  });

  it('answers at once whoever paused for longer than the last run took', async () => {
    const { pace, ran, goOn } = played(60);
    pace.touch('a');
    await goOn(2);
    await goOn(60);
    pace.touch('a');
    await goOn(2);
    expect(ran).toEqual(['a at 2', 'a at 124']);
  });

  it('never rests longer than 300 ms', async () => {
    const { pace, ran, goOn } = played(5_000);
    pace.touch('a');
    await goOn(2);
    pace.touch('a');
    await goOn(300);
    expect(ran).toHaveLength(2);
  });

  it('lets no document wait for another', async () => {
    const { pace, ran, goOn } = played();
    pace.touch('a');
    await goOn(1);
    pace.touch('b');
    await goOn(1);
    expect(ran).toEqual(['a at 2']);
    await goOn(1);
    expect(ran).toEqual(['a at 2', 'b at 3']);
  });

  it('forgets what is dropped, and everything when it stops', async () => {
    const { pace, ran, goOn } = played();
    pace.touch('a');
    pace.touch('b');
    pace.touch('c');
    pace.drop('a');
    await goOn(1);
    pace.stop();
    await goOn(1_000);
    expect(ran).toEqual([]);
  });
});
