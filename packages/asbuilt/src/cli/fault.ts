import type { ShownFault } from '@asbuilt/runtime';
import { type Invocation, type Io, type Run, UsageError } from './command.ts';
import { faultText } from './fault-text.ts';
import { flag, textOption } from './options.ts';
import { type RemoteSystem, remoteSystem } from './remote-system.ts';
import { wantedFault } from './wanted-fault.ts';

/** Injects faults into the running system: `add SERVICE|EDGE KIND`, `list`, `remove ID`, `clear`. */
export const run: Run = async (invocation, io) => {
  const [action = ''] = invocation.args;
  switch (action) {
    case 'add': {
      const fault = wantedFault(invocation);
      const system = await systemOf(invocation, io);
      return show(await system.addFault(fault), 'nothing was added', { invocation, io });
    }
    case 'list':
      return show(await (await systemOf(invocation, io)).listFaults(), 'no fault is active', { invocation, io });
    case 'remove': {
      const id = idOf(invocation);
      return tellEnded([await (await systemOf(invocation, io)).removeFault(id)], { invocation, io });
    }
    case 'clear':
      return tellEnded(await (await systemOf(invocation, io)).clearFaults(), { invocation, io });
    default:
      throw new UsageError(`there is no action "${action}": use add, list, remove or clear.`);
  }
};

function systemOf(invocation: Invocation, io: Io): Promise<RemoteSystem> {
  return remoteSystem(textOption(invocation, 'file') ?? 'overview.md', io);
}

function idOf({ args: [, text = ''] }: Invocation): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new UsageError('say which fault, by the number that "asbuilt fault list" shows: asbuilt fault remove 3.');
}

interface Asked {
  readonly invocation: Invocation;
  readonly io: Io;
}

function show(faults: readonly ShownFault[], otherwise: string, { invocation, io }: Asked): 0 {
  if (flag(invocation, 'json')) return asJson(faults, io);
  io.out(`${(faults.length === 0 ? [otherwise] : faults.map(faultText)).join('\n')}\n`);
  return 0;
}

function tellEnded(ended: readonly ShownFault[], { invocation, io }: Asked): 0 {
  if (flag(invocation, 'json')) return asJson(ended, io);
  io.out(ended.length === 1 ? '1 fault ended\n' : `${ended.length} faults ended\n`);
  return 0;
}

function asJson(faults: readonly ShownFault[], io: Io): 0 {
  io.out(`${JSON.stringify({ faults }, undefined, 2)}\n`);
  return 0;
}
