import type { RequestListener } from 'node:http';
import net from 'node:net';
import type { TLSSocket } from 'node:tls';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Address } from '#gateway/address';
import { serverOf } from '#providers/server-url';
import { ownCertificate } from '../certificate.ts';
import { ask, openEdge, startSecureService, startTcpService, until } from './kit.ts';

let certificate: { readonly cert: string; readonly key: string };
beforeAll(async () => {
  certificate = await ownCertificate();
});

interface Secure {
  readonly port: number;
  /** Of each connection that was made to it, which server was meant. */
  readonly names: (string | false | null)[];
}

async function startSecure(
  handler: RequestListener = (_request, response) => void response.end('well'),
): Promise<Secure> {
  const { server, address } = await startSecureService(certificate, handler);
  const names: (string | false | null)[] = [];
  server.on('secureConnection', (socket: TLSSocket) => names.push(socket.servername));
  server.on('upgrade', (_request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
    socket.pipe(socket);
  });
  return { port: address.port, names };
}

/** The address of a URL, of a host that is trusted. */
function at(url: string): Address {
  const address = serverOf(new URL(url));
  if (address?.encryption === undefined) throw new Error(`${url} is not spoken to over TLS`);
  const { encryption } = address;
  return { ...address, encryption: { ...encryption, options: { ...encryption.options, ca: certificate.cert } } };
}

test('calls go over TLS, in connections that are kept, to the host that its address names', async () => {
  const hosts: (string | undefined)[] = [];
  const { port, names } = await startSecure((request, response) => {
    hosts.push(request.headers.host);
    response.write(`${request.method} `);
    request.pipe(response);
  });
  const edge = await openEdge({ target: () => at(`https://localhost:${port}`) });
  for (const body of ['one', 'two', 'x'.repeat(1_000_000)]) {
    const answer = await ask(edge, { method: 'POST', body });
    expect([answer.status, answer.body]).toEqual([200, `POST ${body}`]);
  }
  expect(names).toEqual(['localhost']);
  expect(new Set(hosts).size).toBe(1);
});

test('whoever cannot prove to be who is meant is not called, and the log says why', async () => {
  const { port, names } = await startSecure();
  const { encryption, ...where } = at(`https://localhost:${port}`);
  const strangers = [
    { ...where, encryption: { options: { servername: 'localhost' } } },
    { ...where, encryption: { options: { ...encryption?.options, servername: 'other.example' } } },
  ];
  for (const stranger of strangers) {
    const edge = await openEdge({ target: () => stranger });
    expect((await ask(edge)).status).toBe(502);
    await until(
      () => edge.lines().some(({ failure }) => /SELF_SIGNED|ALTNAME/.test(String(failure))),
      'the log says why',
    );
  }
  expect(names).toEqual([]);
});

test('a connection that is upgraded goes on over TLS', async () => {
  const { port } = await startSecure();
  const edge = await openEdge({ target: () => at(`https://localhost:${port}`) });
  const client = net.connect(edge.port, edge.host);
  onTestFinished(() => void client.destroy());
  client.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n');
  let got = '';
  client.on('data', (chunk: Buffer) => {
    got += chunk.toString();
  });
  await until(() => got.includes('\r\n\r\n'), 'it is upgraded');
  client.write('over and ');
  client.end('out');
  await until(() => got.endsWith('over and out'), 'it echoes');
  expect(got).toMatch(/^HTTP\/1\.1 101 /);
});

test('a callee that says nothing when TLS begins is given up in time', async () => {
  const silent = await startTcpService(() => undefined);
  const edge = await openEdge({ target: () => at(`https://localhost:${silent.address.port}`), timeoutMs: 300 });
  expect([502, 504]).toContain((await ask(edge)).status);
});
