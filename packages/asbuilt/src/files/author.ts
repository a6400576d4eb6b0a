import { userInfo } from 'node:os';
import { UsageError } from '#cli/command';
import { git } from './git.ts';

/** Who works here: as git knows them in this folder, `Name <address>`, else the user of the machine. */
export async function authorIn(folder: string): Promise<string> {
  const [name, address] = [await gitSetting(folder, 'user.name'), await gitSetting(folder, 'user.email')];
  if (name !== undefined && address !== undefined) return `${name} <${address}>`;
  return name ?? address ?? machineUser();
}

async function gitSetting(folder: string, key: string): Promise<string | undefined> {
  const { out } = await git(folder, ['config', '--get', key]).catch((error: unknown) => {
    // Without git the machine's user has to do.
    if (error instanceof UsageError) return { out: '' };
    throw error;
  });
  return out.trim() === '' ? undefined : out.trim();
}

/** In a container the user may have a number only. */
function machineUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
