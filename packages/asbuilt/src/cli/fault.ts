import type { ActiveFault } from '@asbuilt/runtime';
import { type Invocation, type Io, type Run, UsageError } from './command.ts';
import { effectOf, effectText } from './fault-effect.ts';
import { textOption } from './options.ts';
import { type RemoteSystem, remoteSystem } from './remote-system.ts';

/** Injects faults into the running system: `add SERVICE|EDGE KIND`, `list`, `clear`. */
export const run: Run = async (invocation, io) => {
  const [action = ''] = invocation.args;
  switch (action) {
    case 'add':
      return add(invocation, io);
    case 'list':
      return show(await (await systemOf(invocation, io)).listFaults(), 'no fault is active', io);
    case 'clear':
      return clear(await systemOf(invocation, io), io);
    default:
      throw new UsageError(`there is no action "${action}": use add, list or clear.`);
  }
};

function systemOf(invocation: Invocation, io: Io): Promise<RemoteSystem> {
  return remoteSystem(textOption(invocation, 'file') ?? 'overview.md', io);
}

async function add(invocation: Invocation, io: Io): Promise<0> {
  const [, name, kind] = invocation.args;
  if (name === undefined) throw new UsageError('name a service, or an edge: asbuilt fault add API down.');
  const effect = effectOf(kind, invocation);
  const forMs = duration(textOption(invocation, 'for') ?? '30s', '--for');
  const system = await systemOf(invocation, io);
  return show(await system.addFault({ ...placeOf(name), effect, forMs }), 'nothing was added', io);
}

/** `API`, or one edge to it: `Web → API`, as which `Web->API` is easier to type. */
function placeOf(name: string): { readonly edge: string } | { readonly service: string } {
  const [from, to] = name.split(/\s*(?:→|->)\s*/);
  return to === undefined ? { service: name } : { edge: `${from} → ${to}` };
}

async function clear(system: RemoteSystem, io: Io): Promise<0> {
  const ended = await system.clearFaults();
  io.out(ended.length === 1 ? '1 fault ended\n' : `${ended.length} faults ended\n`);
  return 0;
}

function show(faults: readonly ActiveFault[], otherwise: string, io: Io): 0 {
  const lines = faults.map(
    ({ edge, effect, endsAtMs }) => `${edge}: ${effectText(effect)} for ${secondsUntil(endsAtMs)} s`,
  );
  io.out(`${(lines.length === 0 ? [otherwise] : lines).join('\n')}\n`);
  return 0;
}

function secondsUntil(endsAtMs: number): number {
  return Math.max(0, Math.round((endsAtMs - Date.now()) / 1_000));
}

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `30s`, `500ms`, `1.5m`, `1h` */
function duration(text: string, option: string): number {
  const [, value, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const ms = Number(value) * (unitsMs[unit] ?? Number.NaN);
  if (ms > 0) return ms;
  throw new UsageError(`${option} ${text} is not a length of time: write it with its unit, e.g. 30s.`);
}
