import type { ServiceState, ServiceStatus } from '@asbuilt/runtime';
import type { Run } from './command.ts';
import { fileOf, flag } from './options.ts';
import { remoteSystem } from './remote-system.ts';
import { statusTable } from './status-table.ts';
import { watchStatus } from './status-watch.ts';

/** The states in which there is nothing to be done about a service. */
const well: ReadonlySet<ServiceState> = new Set(['healthy', 'external', 'unbound']);

/** Shows how the running system is doing: 1 when a service of it is not up, or stands still. */
export const run: Run = async (invocation, io) => {
  const system = await remoteSystem(fileOf(invocation), io);
  const asJson = flag(invocation, 'json');
  if (flag(invocation, 'watch')) {
    await watchStatus(system, io, asJson);
    return 0;
  }
  const status = await system.status();
  const look = { color: io.color, ...(io.columns !== undefined && { columns: io.columns }) };
  io.out(asJson ? `${JSON.stringify(status, null, 2)}\n` : statusTable(status, look));
  return status.services.every(isWell) ? 0 : 1;
};

/** One of several that stands still leaves its calls to the others. */
function isWell({ state, instances = [] }: ServiceStatus): boolean {
  const stand = instances.length > 0 && instances.every(({ standsStill }) => standsStill === true);
  return well.has(state) && !stand;
}
