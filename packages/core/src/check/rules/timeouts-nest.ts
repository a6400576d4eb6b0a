import { type CallTime, type TimeoutPath, timeoutPaths } from '#derive/timeout-path';
import type { Milliseconds } from '#model/index';
import type { Note } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { duration, quoted } from '../say.ts';

/** Sections 5 and 8: the calls of the request flow against the timeouts of the failure table. */
export const timeoutsNest: Rule = {
  name: 'timeouts-nest',
  sentence: 'What a service waits for fits inside the time after which its own callers give it up',
  severity: 'error',
  holds: ['failure-modes/*/timeout', 'data-flow/*/from', 'data-flow/*/to'],
  check({ model }, report) {
    for (const path of timeoutPaths(model)) {
      if (path.parts.length === 0 || path.partsMs < path.timeout.value) continue;
      report({ message: message(path), span: path.timeout.span, notes: notes(path), help: help(path) });
    }
  },
};

/** A chain of many calls is named by its first ones. */
const mostNamed = 5;

function message({ call, timeout, parts, partsMs }: TimeoutPath): string {
  const named = parts.slice(0, mostNamed).map((part) => `${said(part)} (step ${part.call.step.step})`);
  const more = parts.length > mostNamed ? [`${parts.length - mostNamed} more`] : [];
  const all = partsMs === timeout.value ? 'all of ' : '';
  const sum = [...named, ...more].join(' + ');
  return `${quoted(call.to.name)} is given up after ${duration(timeout.value)}, but its calls may take ${all}${duration(partsMs)}: ${sum}`;
}

function said({ call, timeout }: CallTime): string {
  return `${quoted(call.to.name)} ${duration(timeout.value)}`;
}

/** Each service's timeout once, then the steps that call it. */
function notes({ parts }: TimeoutPath): Note[] {
  const byTimeout = new Map(parts.map((part) => [part.timeout, part]));
  const timeouts = [...byTimeout.values()].map((part) => ({
    message: `${quoted(part.call.to.name)} may take ${duration(part.timeout.value)}`,
    span: part.timeout.span,
  }));
  const steps = parts.map(({ call: { from, to, step } }) => ({
    message: `Step ${step.step}: ${quoted(from.name)} calls ${quoted(to.name)}`,
    span: { from: step.from.span.from, to: step.to.span.to },
  }));
  return [...timeouts, ...steps].slice(0, 2 * mostNamed);
}

function help(path: TimeoutPath): string {
  const { call, timeout, partsMs } = path;
  const limit = duration(timeout.value);
  const raise = `give ${quoted(call.to.name)} more than ${duration(partsMs)}`;
  const [first, ...others] = fittingTimes(path);
  if (first === undefined) return `Shorten its calls to less than ${limit} together, or ${raise}.`;
  if (others.length > 0) {
    const shorter = [first, ...others].map(({ name, ms }) => `${name} ${duration(ms)}`);
    return `Shorten them to less than ${limit} together, e.g. ${shorter.join(' and ')}, or ${raise}.`;
  }
  return `Shorten ${first.name}, e.g. to ${duration(first.ms)}, or ${raise}.`;
}

/** How often a service is called below one call. */
function callsOf({ timeout }: CallTime, parts: readonly CallTime[]): number {
  return parts.filter((part) => part.timeout === timeout).length;
}

interface FittingTime {
  readonly name: string;
  readonly ms: Milliseconds;
}

/** Round times in the same proportion that fit; none where there are too many to name or even milliseconds are too coarse. */
function fittingTimes({ timeout, parts, partsMs }: TimeoutPath): readonly FittingTime[] {
  const services = [...new Map(parts.map((part) => [part.timeout, part])).values()];
  if (services.length > mostNamed) return [];
  const calls = services.map((service) => callsOf(service, parts));
  for (const grain of [1000, 100, 10, 1]) {
    const times = services.map(
      (service) => Math.floor((service.timeout.value * timeout.value) / partsMs / grain) * grain,
    );
    const sum = times.reduce((all, time, index) => all + time * (calls[index] ?? 0), 0);
    const longest = times.indexOf(Math.max(...times));
    if (sum >= timeout.value) times[longest] = (times[longest] ?? 0) - grain;
    if (times.every((time) => time > 0)) {
      return services.map(({ call }, index) => ({ name: quoted(call.to.name), ms: times[index] ?? 0 }));
    }
  }
  return [];
}
