/** The environment of the server's programs: none of ours, so that a PGDATA or PGPORT of the user's shell changes nothing. */
export const serverEnvironment: Readonly<Record<string, string>> = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };
