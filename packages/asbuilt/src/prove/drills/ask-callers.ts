import { type EdgePlan, plan, timeoutsByName } from '@asbuilt/core/derive';
import type { Milliseconds, Stated } from '@asbuilt/core/model';
import { ask, type HttpAnswer, isWell, outcomeOf } from '../ask.ts';
import type { Subject } from '../inspection.ts';
import { marginOf, pause, timeText } from '../time.ts';
import { type NotInspected, type Seen, saw } from '../verdict.ts';
import type { Dependency } from './dependency.ts';
import { judgeStaticAnswers, type StandInSeen, standInsOf } from './judge-static-answer.ts';
import { recoversWithinMs } from './steady-state.ts';
import { withFault } from './with-fault.ts';

/** How long one waits at the public entry where the document does not say it. */
const usualLimitMs: Milliseconds = 30_000;

/** What people outside saw of an outage. */
interface Outage {
  readonly during: HttpAnswer;
  /** How often a service called the one that was down. */
  readonly calls: number;
  /** What the edges to it answered that have something to answer in its place. */
  readonly standIns: readonly StandInSeen[];
  /** How long after the outage all was well again; absent when it was not. */
  readonly wellAfterMs?: Milliseconds;
}

/**
 * Asks at the public entry while a service is down: the answer must come in time, and be well again afterwards. Judges the
 * row, and the timeout of whoever answers there.
 */
export async function askCallers(dependency: Dependency, subject: Subject): Promise<readonly (Seen | NotInspected)[]> {
  const { failure, service } = dependency;
  const promise = promiseAtEntry(subject);
  const limitMs = promise === undefined ? usualLimitMs : promise.value + marginOf(promise.value);
  const outage = await seenFromOutside(dependency, limitMs, subject);
  const { during, calls, wellAfterMs } = outage;
  const row = failure.scenario.id;
  const standIns = judgeStaticAnswers(failure, { ...outage, entry: entryOf(subject) });
  if (calls === 0) {
    const page = subject.entry.pathname;
    const reason = `${page} at the public entry was answered without a call to ${service}: name a page that needs it with --url`;
    return [...standIns, { kind: 'not-inspected', statement: row, reason }];
  }
  const inTime = during.kind === 'answered';
  const within = promise === undefined ? '' : `; stated: ${timeText(promise.value)}`;
  const answered = `While ${service} was down, the public entry ${outcomeOf(during)} after ${timeText(during.elapsedMs)}${within}.`;
  const back = `It was ${wellAfterMs === undefined ? 'not well again when it should have been' : `well again ${timeText(wellAfterMs)} after that`}.`;
  const late = inTime || promise === undefined ? [] : [saw(promise.id, false, answered)];
  return [...standIns, ...late, saw(row, inTime && wellAfterMs !== undefined, `${answered} ${back}`)];
}

/** How long whoever answers at the public entry may take, where the document says it. */
function promiseAtEntry(subject: Subject): Stated<Milliseconds> | undefined {
  const entry = entryOf(subject);
  return entry && timeoutsByName(subject.model).get(entry.to);
}

function entryOf({ model, profile }: Subject): EdgePlan | undefined {
  return plan(model, profile).edges.find((edge) => edge.entry && edge.protocol === 'http');
}

async function seenFromOutside(
  dependency: Dependency,
  limitMs: Milliseconds,
  { entry, say, signal }: Subject,
): Promise<Outage> {
  const { service, control } = dependency;
  say(`${service} is down; asking for ${entry.pathname} at the public entry`);
  const before = await callsTo(dependency);
  const fault = { service, effect: { kind: 'refuse' }, forMs: limitMs + 10_000 } as const;
  const { during, calls, standIns } = await withFault(control, fault, async () => {
    const answer = await ask(entry, { limitMs, signal });
    const made = (await callsTo(dependency)) - before;
    return { during: answer, calls: made, standIns: await standInsOf(dependency.edges, signal) };
  });
  const mended = performance.now();
  const deadline = mended + limitMs + Math.max(...dependency.edges.map(recoversWithinMs));
  while (!isWell(await ask(entry, { limitMs, signal }))) {
    if (performance.now() > deadline) return { during, calls, standIns };
    await pause(100, signal);
  }
  return { during, calls, standIns, wellAfterMs: performance.now() - mended };
}

/** How often other services have called it so far. */
async function callsTo({ edges, control }: Dependency): Promise<number> {
  const names = new Set(edges.map(({ plan: { name } }) => name));
  const running = (await control.edges()).filter(({ name }) => names.has(name));
  return running.reduce((sum, { requests }) => sum + requests, 0);
}
