import { endGroup, groupRuns } from './process-group.ts';
import { currentBoot, identify, type ProcessIdentity } from './process-identity.ts';

/** Ends the process groups of a run that was killed, as far as they are still what they were then. */
export async function endLeftovers(leaders: readonly ProcessIdentity[]): Promise<void> {
  const boot = await currentBoot();
  await Promise.all(leaders.filter(({ startedAt }) => startedAt.startsWith(boot)).map(endLeftover));
}

/**
 * A number is not given out again while it names a group, so that a group whose leader has gone is still the old one;
 * a leader that started at another time leads another group.
 */
async function endLeftover(leader: ProcessIdentity): Promise<void> {
  const now = await identify(leader.pid);
  if (now !== undefined && now.startedAt !== leader.startedAt) return;
  if (await groupRuns(leader.pid)) await endGroup(leader.pid);
}
