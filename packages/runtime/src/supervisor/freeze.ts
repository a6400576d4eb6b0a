import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { familyGroups } from './process-family.ts';
import { signalGroup } from './process-group.ts';

/** Processes that stand still. */
export interface Freeze {
  readonly isOver: boolean;
  /** Lets them go on. May be called twice. */
  end(): void;
}

/** Reads the groups, one a line, and lets them go on when nobody can write any more: the writer has ended, by SIGKILL if need be. */
const guard = 'groups=; while read -r group; do groups="$groups -$group"; done; kill -s CONT -- $groups';

/**
 * Makes an instance stand still (SIGSTOP): its leader's process group, and those of what descends from it. They go on when
 * that is ended, or when this process ends in whatever way: a process beside it sees to that.
 *
 * @throws {Error} when it has no processes, or the guard cannot be started
 */
export async function freeze(leader: number): Promise<Freeze> {
  const guarding = spawn('/bin/sh', ['-c', guard], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], env: {} });
  await once(guarding, 'spawn');
  // It may be ended from outside, and then this process alone sees to it.
  guarding.stdin.on('error', () => {});
  guarding.unref();
  const frozen = new Set<number>();
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    for (const group of frozen) signalGroup(group, 'SIGCONT');
    guarding.kill('SIGKILL');
  };
  try {
    await stopAll(leader, frozen, guarding);
  } catch (error) {
    end();
    throw error;
  }
  return {
    end,
    get isOver() {
      return isOver;
    },
  };
}

/** What has not been stopped yet may start more; the leader is stopped first, so that there is soon nobody left who could. */
async function stopAll(leader: number, frozen: Set<number>, guarding: ChildProcess): Promise<void> {
  let fresh: readonly number[] = [leader];
  while (fresh.length > 0) {
    await tell(guarding, fresh);
    for (const group of fresh) {
      frozen.add(group);
      if (!signalGroup(group, 'SIGSTOP') && group === leader) throw new Error(`process group ${leader} has ended`);
    }
    fresh = [...(await familyGroups(leader))].filter((group) => !frozen.has(group));
  }
}

/** The guard knows of a group before that is stopped. */
async function tell({ stdin }: ChildProcess, groups: readonly number[]): Promise<void> {
  const lines = groups.map((group) => `${group}\n`).join('');
  await new Promise<void>((settle) => void stdin?.write(lines, () => settle()));
}
