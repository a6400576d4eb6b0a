import type { ServiceState } from '@asbuilt/runtime';
import type { Run } from './command.ts';
import { fileOf, flag } from './options.ts';
import { remoteSystem } from './remote-system.ts';
import { statusTable } from './status-table.ts';

/** The states in which there is nothing to be done about a service. */
const well: ReadonlySet<ServiceState> = new Set(['healthy', 'external', 'unbound']);

/** Shows how the running system is doing: 1 when a service of it is not up. */
export const run: Run = async (invocation, io) => {
  const system = await remoteSystem(fileOf(invocation), io);
  const status = await system.status();
  io.out(flag(invocation, 'json') ? `${JSON.stringify(status, null, 2)}\n` : statusTable(status, io.color));
  return status.services.every(({ state }) => well.has(state)) ? 0 : 1;
};
