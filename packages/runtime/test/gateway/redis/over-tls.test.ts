import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { serverOf, urlAt } from '#providers/server-url';
import { ownCertificate } from '../../certificate.ts';
import { freePort } from '../../free-port.ts';
import { hasRedisServer, startRedis } from '../../redis-server.ts';
import { openEdge } from '../kit.ts';

test.skipIf(!(await hasRedisServer()))(
  'an edge to a Redis server encrypts by itself where its address says rediss',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'asbuilt-tls-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const { cert, key } = await ownCertificate();
    const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    await writeFile(certFile, cert);
    await writeFile(keyFile, key);
    const port = await freePort();
    const files = ['--tls-cert-file', certFile, '--tls-key-file', keyFile, '--tls-auth-clients', 'no'];
    const server = await startRedis(['--tls-port', String(port), ...files]);
    onTestFinished(server.stop);

    const url = new URL(`rediss://localhost:${port}/0`);
    const address = serverOf(url);
    if (address?.encryption === undefined) throw new Error('It is spoken to in clear.');
    const options = { ...address.encryption.options, ca: cert };
    const plan = { name: 'API → Cache', to: 'Cache', protocol: 'tcp', wire: 'redis' } as const;
    const edge = await openEdge({ ...plan, target: () => ({ ...address, encryption: { options } }) });
    expect(urlAt(url, edge)).toBe(`redis://127.0.0.1:${edge.port}/0`);

    const redis = new Redis(urlAt(url, edge), { disableClientInfo: true, enableReadyCheck: false });
    onTestFinished(() => redis.disconnect());
    const large = 'x'.repeat(2_000_000);
    expect([await redis.set('k', large), await redis.get('k')]).toEqual(['OK', large]);
    await expect.poll(() => edge.status().requests).toBeGreaterThanOrEqual(2);
    expect(edge.status()).toMatchObject({ failures: 0, wire: 'redis' });
  },
);
