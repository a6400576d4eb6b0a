import { type Run, UsageError } from './command.ts';
import { defaultFile, textOption } from './options.ts';
import { remoteSystem } from './remote-system.ts';

/** Puts new instances of a service in the place of the old ones, without a call being lost. */
export const run: Run = async (invocation, io) => {
  const [service] = invocation.args;
  if (service === undefined) throw new UsageError('name a service: asbuilt restart API.');
  const system = await remoteSystem(textOption(invocation, 'file') ?? defaultFile, io);
  const since = performance.now();
  const { name, instances = [] } = await system.restart(service);
  const seconds = ((performance.now() - since) / 1_000).toFixed(1);
  const shown = instances.map(({ number, pid, address }) => {
    // Some stand-ins run inside of `asbuilt up`.
    const process = pid === undefined ? '' : ` process ${pid}`;
    return `  #${number} is${process}${address === undefined ? '' : ` at ${address}`}\n`;
  });
  io.out(`${name} is restarted, after ${seconds} s:\n${shown.join('')}`);
  return 0;
};
