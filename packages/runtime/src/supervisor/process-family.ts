import { processTable } from './process-identity.ts';

/**
 * The process groups of a leader and of all that descend from it: a server may put its workers into groups of their own,
 * as PostgreSQL does. Elsewhere than on Linux the leader's own alone.
 */
export async function familyGroups(leader: number): Promise<ReadonlySet<number>> {
  const groups = new Set([leader]);
  if (process.platform !== 'linux') return groups;
  const table = await processTable();
  const isOfFamily = (pid: number): boolean => {
    const stat = table.get(pid);
    if (stat === undefined || stat.parent === 0) return false;
    return stat.group === leader || stat.parent === leader || isOfFamily(stat.parent);
  };
  for (const [pid, { group }] of table) if (isOfFamily(pid)) groups.add(group);
  return groups;
}
