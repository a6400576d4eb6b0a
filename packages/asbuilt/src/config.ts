/** The process's environment: the only place of the command line tool that reads it. */
export const environment: Readonly<Record<string, string | undefined>> = process.env;

/** What the environment says about how the tool speaks. */
export interface Config {
  /** `NO_COLOR` (no-color.org) and `TERM=dumb` say never, `FORCE_COLOR` says always unless it is `0` or `false`. */
  readonly color: 'always' | 'never' | 'auto';
  /** `ASBUILT_DEBUG=1`: an unexpected error prints its stack. */
  readonly debug: boolean;
  /** `ASBUILT_THREADS=2`: in so many threads many documents are checked; undefined for as many as the machine offers. */
  readonly threads?: number;
}

/** Reads the configuration from environment variables; an empty variable counts as absent. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = environment): Config {
  const threads = Number(env['ASBUILT_THREADS'] ?? '');
  return {
    color: readColor(env),
    debug: isOn(env['ASBUILT_DEBUG']),
    ...(Number.isInteger(threads) && threads > 0 && { threads }),
  };
}

function readColor(env: Readonly<Record<string, string | undefined>>): Config['color'] {
  if (env['NO_COLOR']) return 'never';
  const force = env['FORCE_COLOR'];
  if (force) return isOn(force) ? 'always' : 'never';
  return env['TERM'] === 'dumb' ? 'never' : 'auto';
}

function isOn(value: string | undefined): boolean {
  return Boolean(value) && value !== '0' && value !== 'false';
}
