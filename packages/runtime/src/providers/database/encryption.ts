/** Modes of libpq in which a client does without a connection that is not encrypted; `no-verify` is one of Node.js. */
const insisting: ReadonlySet<string> = new Set(['require', 'verify-ca', 'verify-full', 'no-verify']);

/** Whether clients that are given the URL of a PostgreSQL server take none but encrypted connections. */
export function insistsOnEncryption({ searchParams }: URL): boolean {
  return (
    insisting.has(searchParams.get('sslmode') ?? '') ||
    searchParams.get('sslnegotiation') === 'direct' ||
    ['true', '1'].includes(searchParams.get('ssl') ?? '')
  );
}

/**
 * By which URLs to try a server, one after the other, with a client of Node.js: that knows neither `allow` nor that `prefer`
 * may do without encryption, and checks certificates where libpq only wants one.
 */
export function waysIn(url: URL): readonly URL[] {
  const mode = url.searchParams.get('sslmode');
  if (mode === null || mode === 'disable') return [url];
  if (mode === 'allow' || mode === 'prefer') return [withMode(url, 'require'), withMode(url, 'disable')];
  return [withMode(url, mode)];
}

function withMode(url: URL, mode: string): URL {
  const way = new URL(url);
  way.searchParams.set('sslmode', mode);
  if (mode !== 'no-verify') way.searchParams.set('uselibpqcompat', 'true');
  return way;
}
