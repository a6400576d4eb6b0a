import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type KeptMail, keptMails } from './mail-files.ts';

/** A mail that the mail server of a system kept. */
export interface SystemMail extends KeptMail {
  /** The service in whose place it was kept; absent where the profile binds the mail server (`provider: smtp`). */
  readonly service?: string;
}

/** The mails that a system kept, whether it runs or has stopped, in the order in which they came. */
export async function systemMails(stateDirectory: string): Promise<readonly SystemMail[]> {
  const standIns = join(stateDirectory, 'stand-ins');
  const names = await readdir(standIns).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const kept = names.map(async (name) => {
    const service = decodeURIComponent(name);
    return (await keptMails(join(standIns, name, 'mails'))).map((mail): SystemMail => ({ ...mail, service }));
  });
  const all = await Promise.all([keptMails(join(stateDirectory, 'mails')), ...kept]);
  return all.flat().toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
