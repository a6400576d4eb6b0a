import { readFile } from 'node:fs/promises';

/** A user of this machine. */
export interface SystemUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

const preferred = ['postgres', 'nobody'];

/** Whether we are root, as whom PostgreSQL refuses to run. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** A user other than root that PostgreSQL can run as: `postgres`, else `nobody`, else the first one that the machine knows. */
export async function unprivilegedUser(): Promise<SystemUser | undefined> {
  const users = (await usersOfTheMachine()).filter((user) => user.uid > 0);
  return (
    preferred.map((name) => users.find((user) => user.name === name)).find((user) => user !== undefined) ?? users[0]
  );
}

/** The user with this number. PostgreSQL does not run as a number without a name. */
export async function userByNumber(uid: number): Promise<SystemUser | undefined> {
  return (await usersOfTheMachine()).find((user) => user.uid === uid);
}

/** The lines of passwd(5): `name:password:uid:gid:…`. */
async function usersOfTheMachine(): Promise<readonly SystemUser[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name === undefined || uid === undefined || gid === undefined
      ? []
      : [{ name, uid: Number(uid), gid: Number(gid) }];
  });
}
