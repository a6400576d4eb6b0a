/** Where events go that are told in Sentry's protocol. */
export interface SentryDsn {
  readonly url: URL;
  readonly publicKey: string;
  /** The DSN itself, without a secret key of old ones. */
  readonly dsn: string;
}

/**
 * Reads a DSN, `https://key@host/path/42` (https://develop.sentry.dev/sdk/overview/#parsing-the-dsn).
 * Throws a sentence that does not repeat it.
 */
export function readSentryDsn(text: string): SentryDsn {
  const dsn = URL.canParse(text) ? new URL(text) : undefined;
  const [, before = '', project] = /^(.*)\/(\d+)$/.exec(dsn?.pathname ?? '') ?? [];
  if (dsn === undefined || !/^https?:$/.test(dsn.protocol) || dsn.username === '' || project === undefined) {
    throw new Error(
      'SENTRY_DSN is no DSN: copy it whole from the settings of the project, e.g. https://key@errors.example.com/42',
    );
  }
  const origin = `${dsn.protocol}//${dsn.host}${before}`;
  return {
    url: new URL(`${origin}/api/${project}/envelope/`),
    publicKey: dsn.username,
    dsn: `${dsn.protocol}//${dsn.username}@${dsn.host}${before}/${project}`,
  };
}
