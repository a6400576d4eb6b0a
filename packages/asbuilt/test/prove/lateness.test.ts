import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as timer } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { controlAt } from '#prove/control';
import { timed } from '#prove/lateness';

/** A control server that takes its time. */
async function control(delayMs: number): Promise<ReturnType<typeof controlAt>> {
  const server = createServer((_, response) => {
    setTimeout(() => response.end('{"pid":1}'), delayMs);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return controlAt({ url: `http://127.0.0.1:${address.port}`, token: 'a token' });
}

it('sees that the process of the edges answers late', async () => {
  const { result, lateMs } = await timed(await control(200), async () => {
    await timer(600);
    return 'done';
  });
  expect(result).toBe('done');
  expect(lateMs).toBeGreaterThanOrEqual(190);
});

it('sees that this process is late itself', async () => {
  const { lateMs } = await timed(await control(0), async () => {
    await timer(100);
    const until = performance.now() + 300;
    while (performance.now() < until);
  });
  expect(lateMs).toBeGreaterThanOrEqual(250);
});

it('takes what is still waited for in the end as it is', async () => {
  const { lateMs } = await timed(await control(60_000), () => timer(400));
  expect(lateMs).toBeGreaterThanOrEqual(300);
  expect(lateMs).toBeLessThan(30_000);
});

it('fails as what it times does, and when nobody answers', async () => {
  await expect(timed(await control(0), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const nobody = controlAt({ url: 'http://127.0.0.1:1', token: 'a token' });
  await expect(timed(nobody, () => timer(100))).rejects.toThrow('cannot be talked to');
});
