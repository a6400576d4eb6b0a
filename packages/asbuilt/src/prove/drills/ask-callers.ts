import { plan, timeoutsByName } from '@asbuilt/core/derive';
import type { Milliseconds, Model, Stated } from '@asbuilt/core/model';
import { ask, type HttpAnswer, isWell, outcomeOf } from '../ask.ts';
import type { Subject } from '../inspection.ts';
import { marginOf, pause, timeText } from '../time.ts';
import { type NotInspected, type Seen, saw } from '../verdict.ts';
import type { Dependency } from './dependency.ts';
import { recoversWithinMs } from './steady-state.ts';
import { withFault } from './with-fault.ts';

/** How long one waits at the public entry where the document does not say it. */
const usualLimitMs: Milliseconds = 30_000;

/** What people outside saw of an outage. */
interface Outage {
  readonly during: HttpAnswer;
  /** How often a service called the one that was down. */
  readonly calls: number;
  /** How long after the outage all was well again; absent when it was not. */
  readonly wellAfterMs?: Milliseconds;
}

/**
 * Asks at the public entry while a service is down: the answer must come in time, and be well again afterwards. Judges the
 * row, and the timeout of whoever answers there.
 */
export async function askCallers(dependency: Dependency, subject: Subject): Promise<readonly (Seen | NotInspected)[]> {
  const { failure, service } = dependency;
  const promise = promiseAtEntry(subject.model);
  const limitMs = promise === undefined ? usualLimitMs : promise.value + marginOf(promise.value);
  const outage = await seenFromOutside(dependency, limitMs, subject);
  const { during, calls, wellAfterMs } = outage;
  const row = failure.scenario.id;
  if (calls === 0) {
    const page = subject.entry.pathname;
    const reason = `${page} at the public entry was answered without a call to ${service}: name a page that needs it with --url`;
    return [{ kind: 'not-inspected', statement: row, reason }];
  }
  const inTime = during.kind === 'answered';
  const within = promise === undefined ? '' : `; stated: ${timeText(promise.value)}`;
  const answered = `While ${service} was down, the public entry ${outcomeOf(during)} after ${timeText(during.elapsedMs)}${within}.`;
  const back = `It was ${wellAfterMs === undefined ? 'not well again when it should have been' : `well again ${timeText(wellAfterMs)} after that`}.`;
  const late = inTime || promise === undefined ? [] : [saw(promise.id, false, answered)];
  return [...late, saw(row, inTime && wellAfterMs !== undefined, `${answered} ${back}`)];
}

/** How long whoever answers at the public entry may take, where the document says it. */
function promiseAtEntry(model: Model): Stated<Milliseconds> | undefined {
  const entry = plan(model).edges.find((edge) => edge.entry && edge.protocol === 'http');
  return entry && timeoutsByName(model).get(entry.to);
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
  const during = await withFault(control, fault, () => ask(entry, { limitMs, signal }));
  const calls = (await callsTo(dependency)) - before;
  const mended = performance.now();
  const deadline = mended + limitMs + Math.max(...dependency.edges.map(recoversWithinMs));
  while (!isWell(await ask(entry, { limitMs, signal }))) {
    if (performance.now() > deadline) return { during, calls };
    await pause(100, signal);
  }
  return { during, calls, wellAfterMs: performance.now() - mended };
}

/** How often other services have called it so far. */
async function callsTo({ edges, control }: Dependency): Promise<number> {
  const names = new Set(edges.map(({ plan: { name } }) => name));
  const running = (await control.edges()).filter(({ name }) => names.has(name));
  return running.reduce((sum, { requests }) => sum + requests, 0);
}
