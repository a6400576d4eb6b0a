import type { FaultRequest } from '@asbuilt/runtime';
import { type Invocation, UsageError } from './command.ts';
import { effectOf, numberOf } from './fault-effect.ts';
import { textOption } from './options.ts';

/** The fault that a command line asks for. Throws a `UsageError` that says what is wrong with it. */
export function wantedFault(invocation: Invocation): FaultRequest {
  const [, name, kind] = invocation.args;
  if (name === undefined) throw new UsageError('name a service, or an edge: asbuilt fault add API down.');
  const effect = effectOf(kind, invocation);
  const place = placeOf(name);
  const time = textOption(invocation, 'for');
  if (effect.kind !== 'stop' && effect.kind !== 'kill') {
    requireNoInstance(invocation, kind);
    return { ...place, effect, forMs: duration(time ?? usually, '--for') };
  }
  if (!('service' in place))
    throw new UsageError(`${effect.kind} acts on an instance of a service: asbuilt fault add API ${effect.kind}.`);
  const target = { ...place, ...instanceOf(invocation) };
  if (effect.kind === 'stop') return { ...target, effect, forMs: duration(time ?? usually, '--for') };
  if (time !== undefined) throw new UsageError('a kill happens once and takes no time: leave --for out.');
  return { ...target, effect };
}

const usually = '30s';

/** `API`, or one edge to it: `Web → API`, as which `Web->API` is easier to type. */
function placeOf(name: string): { readonly edge: string } | { readonly service: string } {
  const [from, to] = name.split(/\s*(?:→|->)\s*/);
  return to === undefined ? { service: name } : { edge: `${from} → ${to}` };
}

function instanceOf(invocation: Invocation): { readonly instance?: number } {
  const text = textOption(invocation, 'instance');
  return text === undefined ? {} : { instance: numberOf(text, '--instance') };
}

function requireNoInstance(invocation: Invocation, kind = ''): void {
  if (textOption(invocation, 'instance') === undefined) return;
  throw new UsageError(`--instance goes with stop and kill; ${kind} acts on the edges to all instances.`);
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `30s`, `500ms`, `1.5m`, `1h` */
function duration(text: string, option: string): number {
  const [, value, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Number(value) * (unitsMs[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new UsageError(`${option} ${text} is not a length of time: write it with its unit, e.g. 30s.`);
}
