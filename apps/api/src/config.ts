/** What the service is told from outside, by its environment. */
export interface Config {
  /** `PORT`: 0 takes any free port. */
  readonly port: number;
  /** `HOST`: the address to listen on; loopback unless said otherwise. */
  readonly host: string;
  /** `DATABASE_URL`: holds a password, so it is never printed. */
  readonly databaseUrl: string;
  /** `ASBUILT_CONTROL_URL`: the control server of the running system; absent when nothing runs us. */
  readonly controlUrl?: string;
  /** `LOG_LEVEL` */
  readonly logLevel: LogLevel;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The environment does not say what the service needs; the message is one sentence that says what to set. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the environment. Throws `ConfigurationError` for the first thing that is missing or wrong. */
export function readConfig(environment: Environment = process.env): Config {
  const controlUrl = readControlUrl(environment['ASBUILT_CONTROL_URL']);
  return {
    port: readPort(environment['PORT']),
    host: environment['HOST'] || '127.0.0.1',
    databaseUrl: readDatabaseUrl(environment['DATABASE_URL']),
    ...(controlUrl === undefined ? {} : { controlUrl }),
    logLevel: readLogLevel(environment['LOG_LEVEL']),
  };
}

function readPort(value: string | undefined): number {
  if (!value) throw new ConfigurationError('PORT is not set: set it to the port to listen on, for example PORT=4000.');
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new ConfigurationError(`PORT is "${value}", which is no port: set it to a whole number from 0 to 65535.`);
}

function readDatabaseUrl(value: string | undefined): string {
  const wanted = 'set it to postgres://user:password@host:port/database.';
  if (!value) throw new ConfigurationError(`DATABASE_URL is not set: ${wanted}`);
  if (hasProtocol(value, ['postgres:', 'postgresql:'])) return value;
  throw new ConfigurationError(`DATABASE_URL is not the URL of a PostgreSQL database: ${wanted}`);
}

function readControlUrl(value: string | undefined): string | undefined {
  if (!value) return undefined;
  if (hasProtocol(value, ['http:', 'https:'])) return value.replace(/\/+$/, '');
  throw new ConfigurationError(
    `ASBUILT_CONTROL_URL is "${value}", which is no http URL: leave it to \`asbuilt up\` to set it, or unset it.`,
  );
}

function readLogLevel(value: string | undefined): LogLevel {
  if (!value) return 'info';
  const level = logLevels.find((known) => known === value);
  if (level !== undefined) return level;
  throw new ConfigurationError(`LOG_LEVEL is "${value}": set it to one of ${logLevels.join(', ')}.`);
}

function hasProtocol(value: string, protocols: readonly string[]): boolean {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol);
}
