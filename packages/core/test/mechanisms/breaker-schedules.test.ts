import { Breaker, refused, type Ticket } from '@asbuilt/core/mechanisms';
import type { BreakerPolicy } from '@asbuilt/core/model';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

/**
 * The breaker told as a history instead of a machine: it keeps every event that counted and works out from them
 * what it would do now. Slow and plain on purpose, and built on nothing of the real one.
 */
class History {
  readonly #policy: BreakerPolicy;
  readonly #calls: { settled: boolean; readonly era: number; readonly trial: boolean }[] = [];
  #era = 0;
  #openedAt: number | undefined;
  #outcomesOfEra: boolean[] = [];

  constructor(policy: BreakerPolicy) {
    this.#policy = policy;
  }

  begin(now: number): number | undefined {
    const open = this.#openedAt !== undefined;
    if (this.#openedAt !== undefined && now - this.#openedAt < this.#policy.halfOpenAfterMs) return undefined;
    if (open && this.#calls.some((call) => call.trial && !call.settled && call.era === this.#era)) return undefined;
    this.#calls.push({ settled: false, era: this.#era, trial: open });
    return this.#calls.length - 1;
  }

  end(id: number, outcome: 'good' | 'bad' | 'left', now: number): void {
    const call = this.#calls[id];
    if (call === undefined) throw new Error('no such call');
    call.settled = true;
    if (call.era !== this.#era || outcome === 'left') return;
    this.#outcomesOfEra.push(outcome === 'good');
    if (call.trial) {
      if (outcome === 'bad') this.#next(now);
      else if (this.#outcomesOfEra.length === this.#policy.closesAfterSuccesses) this.#next(undefined);
      return;
    }
    const lastOnes = this.#outcomesOfEra.slice(-this.#policy.opensAfterFailures);
    if (lastOnes.length === this.#policy.opensAfterFailures && !lastOnes.includes(true)) this.#next(now);
  }

  #next(openedAt: number | undefined): void {
    this.#era += 1;
    this.#openedAt = openedAt;
    this.#outcomesOfEra = [];
  }
}

const policies = fc.record({
  opensAfterFailures: fc.integer({ min: 1, max: 6 }),
  halfOpenAfterMs: fc.integer({ min: 0, max: 150 }),
  closesAfterSuccesses: fc.integer({ min: 1, max: 3 }),
});

const events = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
    act: fc.constantFrom('begin', 'begin', 'begin', 'good', 'bad', 'bad', 'left'),
    which: fc.nat(20),
  }),
  { minLength: 20, maxLength: 80 },
);

type Event = { readonly afterMs: number; readonly act: string; readonly which: number };

/** Plays a schedule on both, and lists what each answered to every attempt to begin a call. */
function play(
  policy: BreakerPolicy,
  schedule: readonly Event[],
): { breaker: boolean[]; history: boolean[]; foretold: boolean[] } {
  const breaker = new Breaker(policy);
  const history = new History(policy);
  const running: { ticket: Ticket; id: number }[] = [];
  const answers = { breaker: [] as boolean[], history: [] as boolean[], foretold: [] as boolean[] };
  let now = 0;
  for (const { afterMs, act, which } of schedule) {
    now += afterMs;
    if (act === 'begin') {
      const foretold = breaker.wouldAdmit(now);
      const ticket = breaker.admit(now);
      answers.foretold.push(foretold);
      const id = history.begin(now);
      answers.breaker.push(ticket !== refused);
      answers.history.push(id !== undefined);
      if (ticket !== refused && id !== undefined) running.push({ ticket, id });
      continue;
    }
    const [call] = running.splice(which % Math.max(1, running.length), 1);
    if (call === undefined) continue;
    if (act === 'good') breaker.succeed(call.ticket);
    else if (act === 'bad') breaker.fail(call.ticket, now);
    else breaker.abandon(call.ticket);
    history.end(call.id, act === 'good' || act === 'bad' ? act : 'left', now);
  }
  return answers;
}

test('10,000 random schedules are answered as their history demands', () => {
  let refusals = 0;
  let trials = 0;
  fc.assert(
    fc.property(policies, events, (policy, schedule) => {
      const answers = play(policy, schedule);
      refusals += answers.history.filter((admitted) => !admitted).length;
      if (answers.history.lastIndexOf(true) > answers.history.indexOf(false) && answers.history.includes(false))
        trials += 1;
      expect(answers.breaker).toEqual(answers.history);
      expect(answers.foretold).toEqual(answers.history);
    }),
    { numRuns: 10_000 },
  );
  // The schedules are only worth something if many of them open the breaker and get to a trial.
  expect(refusals).toBeGreaterThan(5000);
  expect(trials).toBeGreaterThan(1000);
});
