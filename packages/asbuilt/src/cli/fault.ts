import type { ActiveFault, FaultEffect } from '@asbuilt/runtime';
import { type Invocation, type Io, type Run, UsageError } from './command.ts';
import { textOption } from './options.ts';
import { type RemoteSystem, remoteSystem } from './remote-system.ts';

const kinds = ['down', 'latency', 'errors'] as const;

/** Injects faults into the running system: `add SERVICE KIND`, `list`, `clear`. */
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
  const [, service, kind] = invocation.args;
  if (service === undefined) throw new UsageError('name a service: asbuilt fault add API down.');
  const effect = effectOf(kind, invocation);
  const forMs = duration(textOption(invocation, 'for') ?? '30s', '--for');
  const system = await systemOf(invocation, io);
  return show(await system.addFault({ service, effect, forMs }), 'nothing was added', io);
}

async function clear(system: RemoteSystem, io: Io): Promise<0> {
  const ended = await system.clearFaults();
  io.out(ended.length === 1 ? '1 fault ended\n' : `${ended.length} faults ended\n`);
  return 0;
}

function effectOf(kind: string | undefined, invocation: Invocation): FaultEffect {
  switch (kind ?? '') {
    case 'down':
      return { kind: 'refuse' };
    case 'latency':
      return { kind: 'latency', ms: numberOf(textOption(invocation, 'ms') ?? '500', '--ms') };
    case 'errors':
      return { kind: 'status', code: 500, share: shareOf(textOption(invocation, 'share') ?? '0.5') };
    default:
      throw new UsageError(
        `${kind === undefined ? 'say what is to go wrong' : `there is no fault ${kind}`}: use ${kinds.join(', ')}.`,
      );
  }
}

function show(faults: readonly ActiveFault[], otherwise: string, io: Io): 0 {
  const lines = faults.map(
    ({ edge, effect, endsAtMs }) => `${edge}: ${sentence(effect)} for ${secondsUntil(endsAtMs)} s`,
  );
  io.out(`${(lines.length === 0 ? [otherwise] : lines).join('\n')}\n`);
  return 0;
}

function sentence(effect: FaultEffect): string {
  switch (effect.kind) {
    case 'refuse':
      return 'every call is refused';
    case 'latency':
      return `every call takes ${effect.ms} ms longer`;
    case 'status':
      return `${Number((effect.share * 100).toPrecision(3))} % of the calls are answered ${effect.code}`;
  }
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

function numberOf(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`${option} ${text} is not a number.`);
}

/** `0.5` or `50%` */
function shareOf(text: string): number {
  return text.endsWith('%') ? numberOf(text.slice(0, -1), '--share') / 100 : numberOf(text, '--share');
}
