import { loadByName } from '#derive/by-name';
import { calls, everyCall } from '#derive/calls';
import { timeoutsByName } from '#derive/timeout-path';
import type { Milliseconds, Model, Stated } from '#model/index';
import type { Rule } from '../rule.ts';
import { duration, quoted } from '../say.ts';

/** Section 8: what callers wait through before the breaker spares them. */
export const breakerOpensInTime: Rule = {
  name: 'breaker-opens-in-time',
  sentence: 'A circuit breaker opens sooner than it closes again',
  severity: 'warning',
  holds: ['failure-modes/breaker/open', 'failure-modes/breaker/half-open', 'failure-modes/*/timeout'],
  check({ model }, report) {
    const { opensAfterFailures: failures, halfOpenAfterMs: pause } = model.overview.breaker ?? {};
    if (failures === undefined || pause === undefined || failures.value < 1) return;
    const late = waits(model, failures.value).filter(({ opensAfterMs }) => opensAfterMs > pause.value);
    const [worst] = late;
    if (worst === undefined) return;
    report({
      message: `${message(worst, failures.value)}, longer than the ${duration(pause.value)} for which it then spares its callers`,
      span: failures.span,
      notes: late.slice(0, mostNotes).map(({ name, timeout, opensAfterMs }) => ({
        message: `${quoted(name)} is waited for ${duration(timeout.value)}, so its breaker opens after ${duration(opensAfterMs)}`,
        span: timeout.span,
      })),
      help: help(worst, failures.value, pause.value),
    });
  },
};

const mostNotes = 5;

interface Wait {
  readonly name: string;
  readonly timeout: Stated<Milliseconds>;
  readonly opensAfterMs: Milliseconds;
  /** Requests a second, where they are stated: then the failures run at the same time. */
  readonly load: number | undefined;
}

/** How long a breaker takes to open when its callee hangs, the longest first. */
function waits(model: Model, failures: number): Wait[] {
  const loads = loadByName(model);
  const called = new Set(everyCall(calls(model)).map(({ to }) => to.name));
  return [...timeoutsByName(model)]
    .filter(([name]) => called.size === 0 || called.has(name))
    .map(([name, timeout]) => {
      const load = loads.get(name)?.value;
      const between = load === undefined || load === 0 ? timeout.value : Math.min(timeout.value, 1000 / load);
      return { name, timeout, load, opensAfterMs: Math.round(timeout.value + (failures - 1) * between) };
    })
    .toSorted((one, other) => other.opensAfterMs - one.opensAfterMs);
}

function message({ name, timeout, opensAfterMs, load }: Wait, failures: number): string {
  const each = `${failures} failures of ${duration(timeout.value)}`;
  const how = load === undefined ? `${each}, one after the other,` : `${each} at ${load} requests a second`;
  return `When ${quoted(name)} hangs, ${how} take ${duration(opensAfterMs)} until its breaker opens`;
}

function help({ name, timeout, load }: Wait, failures: number, pauseMs: Milliseconds): string {
  const shorter = Math.floor(pauseMs / (load === undefined ? failures : 1) / 1000);
  const fewer = Math.floor(pauseMs / timeout.value);
  const ways = [
    ...(shorter >= 1 ? [`wait at most ${duration(shorter * 1000)} for ${quoted(name)}`] : []),
    ...(fewer >= 1 && load === undefined ? [`open after ${fewer === 1 ? '1 failure' : `${fewer} failures`}`] : []),
    'stay open for longer',
  ];
  const said = ways.length === 1 ? ways.join('') : `${ways.slice(0, -1).join(', ')}, or ${ways.at(-1)}`;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
