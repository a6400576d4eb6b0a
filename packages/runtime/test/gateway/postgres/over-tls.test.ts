import { chmod, chown, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Address } from '#gateway/address';
import { serverOf, urlAt } from '#providers/server-url';
import { ownCertificate } from '../../certificate.ts';
import { startTcpService, type TestEdge, type TestPlan, until } from '../kit.ts';
import { connected, failure, openPostgresEdge, startPostgres, type TestServer } from './server.ts';

let running: TestServer;
let folder: string;
let root: string;

beforeAll(async () => {
  running = await startPostgres();
  folder = await mkdtemp(join(tmpdir(), 'asbuilt-tls-'));
  root = join(folder, 'root.pem');
  const { cert, key } = await ownCertificate();
  await writeFile(root, cert);
  const { server } = running;
  const data = String((await ask(server.url, 'show data_directory'))['data_directory']);
  await place(data, 'server.crt', cert);
  await place(data, 'server.key', key);
  await ask(server.url, 'alter system set ssl = on');
  await ask(server.url, 'select pg_reload_conf()');
  await until(async () => (await ask(server.url, 'show ssl'))['ssl'] === 'on', 'the server encrypts');
});
afterAll(async () => {
  await running.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Among the files of a server, which is told to read nothing that others may. */
async function place(data: string, name: string, text: string): Promise<void> {
  const { uid, gid } = await stat(data);
  const path = join(data, name);
  await writeFile(path, text);
  await chmod(path, 0o600);
  await chown(path, uid, gid);
}

async function ask(url: string, question: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(question);
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}

/** The URL of the server by its name, with what it is to say about encryption. */
function saying(parameters: string): URL {
  const url = new URL(running.server.url);
  url.hostname = 'localhost';
  url.search = parameters;
  return url;
}

async function opened(url: URL, plan: TestPlan = {}): Promise<{ readonly edge: TestEdge; readonly url: string }> {
  const address: Address | undefined = serverOf(url);
  const edge = await openPostgresEdge({ target: () => address, ...plan });
  return { edge, url: urlAt(url, edge) };
}

const isEncrypted = 'select ssl, version from pg_stat_ssl where pid = pg_backend_pid()';

describe('an edge to a PostgreSQL server whose address wants encryption', () => {
  test.each([
    'sslmode=require',
    'sslmode=no-verify',
    'sslmode=verify-ca&sslrootcert=ROOT',
    'sslmode=verify-full&sslrootcert=ROOT',
    'sslmode=require&sslnegotiation=direct',
  ])('%s: encrypts by itself, and follows what its clients ask in clear', async (parameters) => {
    const { edge, url } = await opened(saying(parameters.replace('ROOT', root)));
    expect(url).toMatch(/\?sslmode=disable$/);
    const client = await connected(url);
    expect((await client.query(isEncrypted)).rows).toEqual([{ ssl: true, version: 'TLSv1.3' }]);
    const { rows } = await client.query("select repeat('x', 3000000) as large");
    expect(String(rows[0]?.large)).toHaveLength(3_000_000);
    await expect.poll(() => edge.status()).toMatchObject({ requests: 3, failures: 0, wire: 'postgres' });
  });

  test('cancels what goes over its time', async () => {
    const { edge, url } = await opened(saying('sslmode=require'), { timeoutMs: 1000 });
    const client = await connected(url);
    expect(await failure(client.query('select pg_sleep(60)'))).toMatchObject({ code: '57014' });
    expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    expect(edge.status().failures).toBe(1);
  });

  test('reaches nobody who cannot prove to be who is meant, and says why in the log', async () => {
    const unknown = serverOf(saying('sslmode=verify-full'));
    const known = serverOf(saying(`sslmode=verify-full&sslrootcert=${root}`));
    const options = { ...known?.encryption?.options, servername: 'other.example' };
    const named = known && { ...known, encryption: { ...known.encryption, options } };
    for (const stranger of [unknown, named]) {
      const edge = await openPostgresEdge({ target: () => stranger });
      const url = urlAt(saying('sslmode=require'), edge);
      expect((await failure(connected(url))).code).toBe('08006');
      await expect
        .poll(() => edge.lines().map(({ reason }) => reason))
        .toContainEqual(expect.stringMatching(/self-signed certificate|does not match certificate/));
    }
  });

  test('reaches no server that does not encrypt, or that somebody speaks for', async () => {
    for (const answer of ['N', 'S\0\0\0']) {
      const service = await startTcpService((socket) => void socket.once('data', () => socket.write(answer)));
      const { edge, url } = await opened(new URL(`postgres://a:b@localhost:${service.address.port}/c?sslmode=require`));
      expect((await failure(connected(url))).code).toBe('08006');
      await expect
        .poll(() => edge.lines().map(({ reason }) => reason))
        .toContainEqual('The server does not encrypt, and its address wants that.');
    }
    const closing = await startTcpService((socket) => void socket.once('data', () => socket.end()));
    const { url } = await opened(new URL(`postgres://a:b@localhost:${closing.address.port}/c?sslmode=require`));
    expect((await failure(connected(url))).code).toBe('08006');
  });

  test('tells what to do where a client wants to encrypt besides', async () => {
    const { edge, url } = await opened(saying('sslmode=require'));
    const insisting = url.replace('disable', 'no-verify');
    for (const _ of [1, 2]) expect((await failure(connected(insisting))).message).toMatch(/does not support SSL/);
    await expect
      .poll(() => JSON.stringify(edge.lines()))
      .toContain('this edge encrypts what goes to the server by itself');
    expect((await (await connected(url)).query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  });
});

test('a file that an address names and that is not there is an error that says so', () => {
  expect(() => serverOf(saying('sslmode=verify-full&sslrootcert=/nowhere/root.pem'))).toThrow(
    /the file that sslrootcert names .* cannot be read \(ENOENT.*mend its path/,
  );
});
