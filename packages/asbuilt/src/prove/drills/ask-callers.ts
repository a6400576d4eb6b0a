import { type EdgePlan, plan, timeoutsByName } from '@asbuilt/core/derive';
import type { Milliseconds, Stated } from '@asbuilt/core/model';
import { ask, type HttpAnswer, isWell, outcomeOf } from '../ask.ts';
import type { Subject } from '../inspection.ts';
import { timed } from '../lateness.ts';
import { patienceFor, pause, punctuality, timeText } from '../time.ts';
import { type NotInspected, notInspected, type Seen, saw } from '../verdict.ts';
import type { Dependency } from './dependency.ts';
import { judgeStaticAnswers, type StandInSeen, standInsOf } from './judge-static-answer.ts';
import { outageOf } from './outage.ts';
import { recoversWithinMs } from './steady-state.ts';
import { slackMs, withFault } from './with-fault.ts';

/** How long one waits at the public entry where the document does not say it. */
const usualLimitMs: Milliseconds = 30_000;

/** What people outside saw of an outage. */
interface OutageSeen {
  readonly during: HttpAnswer;
  /** By how much this machine was late while that was waited for. */
  readonly lateMs: Milliseconds;
  /** How often a service called the one that was down. */
  readonly calls: number;
  /** What the edges to it answered that have something to answer in its place. */
  readonly standIns: readonly StandInSeen[];
  /** How long after the outage all was well again; absent when it was not. */
  readonly wellAfterMs?: Milliseconds;
}

/**
 * Asks at the public entry while a service fails as the row says: the answer must come in time, and be well again
 * afterwards. Judges the row, and the timeout of whoever answers there.
 */
export async function askCallers(dependency: Dependency, subject: Subject): Promise<readonly (Seen | NotInspected)[]> {
  const { failure, service } = dependency;
  const promise = promiseAtEntry(subject);
  const limitMs = promise === undefined ? usualLimitMs : patienceFor(promise.value);
  const outage = await seenFromOutside(dependency, limitMs, subject);
  const row = failure.scenario.id;
  const standIns = judgeStaticAnswers(failure, { ...outage, entry: entryOf(subject) });
  if (outage.calls > 0) return [...standIns, ...judgeOutage(dependency, outage, promise)];
  const page = subject.entry.pathname;
  const reason = `${page} at the public entry was answered without a call to ${service}: name a page that needs it with --url`;
  return [...standIns, ...notInspected([row], reason)];
}

/** Holds what was seen from outside against the row, and the time in which the public entry is to answer. */
function judgeOutage(
  { failure, service }: Dependency,
  { during, lateMs, wellAfterMs }: OutageSeen,
  promise: Stated<Milliseconds> | undefined,
): readonly (Seen | NotInspected)[] {
  const row = failure.scenario.id;
  const within = promise === undefined ? '' : `; stated: ${timeText(promise.value)}`;
  const answered = `While ${service} ${outageOf(failure).past}, the public entry ${outcomeOf(during)} after ${timeText(during.elapsedMs)}${within}.`;
  const back = `It was ${wellAfterMs === undefined ? 'not well again when it should have been' : `well again ${timeText(wellAfterMs)} after that`}.`;
  const time = promise === undefined ? 'in-time' : punctuality(during.elapsedMs, promise.value, lateMs);
  if (time === 'unknown' && wellAfterMs !== undefined && during.kind !== 'failed')
    return notInspected([row], `this machine was up to ${timeText(lateMs)} late meanwhile: ${answered.slice(0, -1)}`);
  const isInTime = during.kind === 'answered' && time !== 'late';
  const late = isInTime || promise === undefined ? [] : [saw(promise.id, false, answered)];
  return [...late, saw(row, isInTime && wellAfterMs !== undefined, `${answered} ${back}`)];
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
): Promise<OutageSeen> {
  const { failure, service, control } = dependency;
  const { effect, present } = outageOf(failure);
  say(`${service} ${present}; asking for ${entry.pathname} at the public entry`);
  const before = await callsTo(dependency);
  const seen = await withFault(control, { service, effect, forMs: limitMs + slackMs }, async () => {
    const { result: during, lateMs } = await timed(control, () => ask(entry, { limitMs, signal }));
    const calls = (await callsTo(dependency)) - before;
    return { during, lateMs, calls, standIns: await standInsOf(dependency.edges, signal) };
  });
  const mended = performance.now();
  const deadline = mended + limitMs + Math.max(...dependency.edges.map(recoversWithinMs));
  // The last one begins when all should be well.
  for (let last = false; ; last = performance.now() > deadline) {
    if (isWell(await ask(entry, { limitMs, signal }))) return { ...seen, wellAfterMs: performance.now() - mended };
    if (last) return seen;
    await pause(100, signal);
  }
}

/** How often other services have called it so far. */
async function callsTo({ edges, control }: Dependency): Promise<number> {
  const names = new Set(edges.map(({ plan: { name } }) => name));
  const running = (await control.edges()).filter(({ name }) => names.has(name));
  return running.reduce((sum, { requests }) => sum + requests, 0);
}
