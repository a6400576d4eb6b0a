import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ConfigurationError, up } from '../../src/index.ts';
import { oneService, overview, sample, type Wishes } from '../sample-system.ts';

/** The sentence that a profile is refused with. Nothing was started by then. */
async function refusal(profile: string, wishes: Wishes = {}): Promise<string> {
  const system = await sample(profile, wishes);
  const error: unknown = await up(system.options).catch((reason: unknown) => reason);
  if (!(error instanceof ConfigurationError)) throw new Error(`it was refused with ${String(error)}`);
  expect(system.said).toEqual([]);
  expect(existsSync(join(system.directory, '.asbuilt', 'run.json'))).toBe(false);
  return error.message.replaceAll(system.directory, '<folder>');
}

/** The refusal of a system whose only service is bound like this, on line 3. */
function refusalOf(binding: string, wishes: Wishes = {}): Promise<string> {
  return refusal(`http_port: PORT\nservices:\n  Web: ${binding}\n`, { ...oneService, ...wishes });
}

/** A profile whose API has these edge variables, on line 3. */
function withEdges(edges: string): string {
  return `http_port: PORT\nservices:\n  API: { command: node, edges: ${edges} }`;
}

describe('what has to be mended before a system can start', () => {
  test('the public port is missing', async () => {
    expect(await refusal('env: dev')).toBe(
      'profile.yml: http_port is not set, and there is no default for it; add a line such as "http_port: 8080"',
    );
  });

  test('two want the same port', async () => {
    const web = 'services:\n  Web: { command: node server.mjs, port: PORT }';
    expect(await refusal(`http_port: 4321\n${web.replace('PORT', '4321')}`)).toBe(
      'profile.yml:3: port of Web and http_port are both 4321; give one of them another port',
    );
    expect(
      await refusal(`http_port: 4321\n${web.replace('PORT', '3000')}\n  API: { command: node server.mjs, port: 3000 }`),
    ).toBe('profile.yml:4: port of API and port of Web are both 3000; give one of them another port');
    expect(await refusal('http_port: 4321\ntls: { development: true, redirect_port: 4321 }')).toContain(
      'tls.redirect_port and http_port are both 4321',
    );
  });

  test('the public port is taken', async () => {
    const server = createServer();
    await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    expect(await refusal(`env: dev\nhttp_port: ${port}`)).toBe(
      `profile.yml:2: http_port ${port} is taken by another program; stop that, or set another port`,
    );
  });

  test('the profile says something that nobody understands', async () => {
    expect(await refusal('http_port: PORT\nservises: {}')).toBe(
      'profile.yml:2: the profile has an unknown key `servises`; did you mean `services`?',
    );
  });

  test('the profile is no YAML', async () => {
    expect(await refusal('http_port: PORT\nservices:\n  Web: { command: a }\n  Web: { command: b }')).toBe(
      'profile.yml:4: Map keys must be unique (YAML); mend it there',
    );
  });

  test('a binding is for a service that the overview does not name', async () => {
    expect(await refusal('http_port: PORT\nservices:\n  Databse: { provider: postgres }')).toBe(
      'profile.yml:3: overview.md names no service "Databse"; did you mean "Database"?',
    );
    expect(await refusal('http_port: PORT\nservices: { Mailer: { command: node } }')).toBe(
      'profile.yml:2: overview.md names no service "Mailer"; its services are: Web, API, Database',
    );
  });

  test('an edge is to be watched only that the data flow does not have', async () => {
    expect(await refusal('http_port: PORT\nobserve: [Web → Apo]')).toContain(
      'profile.yml:2: overview.md has no edge "Web → Apo"; did you mean "Web → API"?',
    );
    expect(await refusal('http_port: PORT\nobserve: everything')).toContain(
      'profile.yml:2: overview.md has no edge "everything"; its edges are: User → Web,',
    );
  });

  test('nobody outside calls the system', async () => {
    const closed = overview.replaceAll(/^1\. User.*$|^6\. .*$/gm, '');
    expect((await refusal('http_port: PORT', { overview: closed })).replace(/\d{4,}/, '1234')).toBe(
      'overview.md: nobody outside the system calls a service, so nothing would listen on http_port 1234; add a first step such as "User → Web" to the request flow',
    );
  });

  test('a binding does not say where the service runs, or says it twice', async () => {
    expect(await refusalOf('{ health: /health }')).toBe(
      'profile.yml:3: nothing says where Web runs; give it a command, a url or a provider',
    );
    expect(await refusalOf('{ command: node, url: "http://localhost:1" }')).toBe(
      'profile.yml:3: Web has both a command and a url; leave one of them out',
    );
  });

  test('a command is not to be found', async () => {
    expect(await refusalOf('{ command: no-such-program serve }')).toBe(
      'profile.yml:3: the command of Web is not to be found: "no-such-program" is neither in the folders of PATH nor in <folder>; install it or mend the command',
    );
    expect(await refusalOf('{ command: ./serve.mjs }')).toMatch(
      /the command of Web is not to be found: ".\/serve.mjs"/,
    );
  });

  test('a command is a file that may not be run', async () => {
    expect(await refusalOf('{ command: ./server.mjs }')).toBe(
      'profile.yml:3: <folder>/server.mjs, the command of Web, is a file that may not be run; run "chmod +x" on it, or name the program that reads it',
    );
  });

  test('a command needs a shell, or a variable that is not set', async () => {
    expect(await refusalOf(`{ command: 'node a && node b' }`)).toBe(
      `profile.yml:3: the command of Web uses "&", but no shell runs it; put it into a script, or write sh -c '…'`,
    );
    expect(await refusalOf('{ command: node server.mjs $PROT }')).toBe(
      'profile.yml:3: the command of Web uses $PROT, which is not set; did you mean $PORT?',
    );
  });

  test('the folder of a command is not there', async () => {
    expect(await refusalOf('{ command: node server.mjs, cwd: apps/web }')).toBe(
      'profile.yml:3: the folder apps/web that Web is to start in is not there (looked for <folder>/apps/web)',
    );
  });

  test('a health path is none', async () => {
    expect(await refusalOf('{ command: node server.mjs, health: health }')).toBe(
      'profile.yml:3: the health path of Web must begin with a slash, e.g. /health',
    );
  });

  test('an edge variable is for a service that this one does not call', async () => {
    expect(await refusal(withEdges('{ Databas: DB }'))).toBe(
      'profile.yml:3: by the request flow of overview.md, API does not call "Databas"; did you mean "Database"?',
    );
    expect(await refusal(withEdges('{ Web: WEB_URL }'))).toBe(
      'profile.yml:3: by the request flow of overview.md, API does not call "Web"; it calls: Database',
    );
    expect(await refusal(withEdges('{ Database: PORT }'))).toBe(
      'profile.yml:3: "PORT" cannot carry the address of an edge; write the name of a variable such as API_URL, and none of PORT, HOST, ASBUILT_CONTROL_URL',
    );
  });

  test('a variable is to carry two edges', async () => {
    const mail = overview
      .replace('| Database |', '| Mail | letters | REST | HTTP |\n| Database |')
      .replace('4. Database → API (rows)', '4. Database → API (rows)\n5. API → Mail (sends)\n6. Mail → API (sent)');
    expect(await refusal(withEdges('{ Database: URL, Mail: URL }'), { overview: mail })).toBe(
      'profile.yml:3: URL cannot carry the addresses of the edges to both Database and Mail; name another variable for one of them',
    );
  });

  test('a url does not say where it listens, or how it is called', async () => {
    expect(await refusalOf('{ url: "localhost:3000" }')).toBe(
      'profile.yml:3: the url of Web does not say where it listens; write it as http://host:port or, e.g., redis://host:6379',
    );
    expect(await refusalOf('{ url: "redis://:secret@localhost" }')).toBe(
      'profile.yml:3: redis://localhost is called by TCP, but by its protocol in overview.md, Web is called by HTTP; mend the one or the other',
    );
  });

  test('a url names a file that cannot be read', async () => {
    expect(
      await refusalOf('{ url: "postgres://localhost/x?sslmode=verify-full&sslrootcert=/nowhere/root.pem" }'),
    ).toMatch(
      /^profile\.yml:3: the file that sslrootcert names in the address of a PostgreSQL server cannot be read \(ENOENT.*mend its path$/,
    );
  });

  test('a provider is unknown, or not what the overview calls', async () => {
    expect(await refusalOf('{ provider: postgers }')).toBe(
      'profile.yml:3: there is no provider "postgers"; did you mean "postgres"? (known: postgres, redis, oidc, s3, smtp)',
    );
    expect(await refusalOf('{ provider: postgres }')).toBe(
      'profile.yml:3: the provider postgres is called by TCP, but by its protocol in overview.md, Web is called by HTTP; mend the one or the other',
    );
  });

  test('a size is said of a cache that there is none of', async () => {
    expect(await refusal('http_port: PORT\nlimits: { caches: { CDN: 10MB } }\nservices: {}')).toBe(
      'profile.yml:2: overview.md has no cache "CDN"; the gateway keeps none',
    );
  });

  test('two services are the same provider', async () => {
    const twice = overview.replace('| Database |', '| Archive | old data | SQL | Postgres protocol |\n| Database |');
    expect(
      await refusal(
        'http_port: PORT\nservices:\n  Archive: { provider: postgres }\n  Database: { provider: postgres }',
        {
          overview: twice,
        },
      ),
    ).toBe(
      'profile.yml:4: both Archive and Database are the provider postgres, of which there is one; give one of them a url',
    );
  });

  test('a provider has no server of its own, or the variable that names one does not', async () => {
    const cache = overview.replace(
      '| Database | data | SQL | Postgres protocol |',
      '| Database | cache | RESP | Redis |',
    );
    const redis = 'http_port: PORT\nservices:\n  Database: { provider: redis }';
    expect(await refusal(redis, { overview: cache })).toBe(
      'REDIS_URL is not set, and no Redis server comes with Asbuilt for Database; set it to redis://host:6379, or bind Database to a command such as "redis-server --port $PORT"',
    );
    expect(await refusal(redis, { overview: cache, env: { REDIS_URL: 'postgres://secret' } })).toBe(
      'REDIS_URL does not say where the server is; write it as redis://user:password@host:6379',
    );
  });

  test('stand_ins is neither yes nor no', async () => {
    expect(await refusal('http_port: PORT\nstand_ins: maybe')).toBe(
      'profile.yml:2: stand_ins is neither `true` nor `false`; write one of them',
    );
  });

  test('DATABASE_URL is no address of a PostgreSQL server', async () => {
    const profile = 'http_port: PORT\nservices:\n  Database: { provider: postgres }';
    expect(await refusal(profile, { env: { DATABASE_URL: 'secret' } })).toBe(
      'DATABASE_URL is not the address of a PostgreSQL server; write it as postgres://user:password@host:5432/database',
    );
  });
});
