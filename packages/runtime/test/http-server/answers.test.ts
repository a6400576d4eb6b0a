import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, test } from 'vitest';
import { send, serveOurs } from './serve.ts';

const get = (path: string, more = ''): string => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
const bye = 'Connection: close\r\n';

describe('the length of an answer', () => {
  test('is stated where all of it is there at once', async () => {
    const { port } = await serveOurs();
    expect(await send(port, [get('/', bye)])).toMatch(
      /^HTTP\/1\.1 200 OK\r\nDate: [^\r]+ GMT\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok$/,
    );
  });

  test('is in its chunks where it comes bit by bit, with what stands behind them', async () => {
    const { port } = await serveOurs((_request, answer) => {
      answer.writeHead(200, ['Trailer', 'X-Sum'], 'Fine');
      answer.write(Buffer.from('one'));
      answer.flush();
      answer.write(Buffer.alloc(20_000, 'x'));
      answer.addTrailers([['X-Sum', '1']]);
      answer.end(Buffer.from('end'));
    });
    const got = await send(port, [get('/', bye)]);
    expect(got).toMatch(/^HTTP\/1\.1 200 Fine\r\nTrailer: X-Sum\r\n[^]*\r\nTransfer-Encoding: chunked\r\n/);
    expect(got.slice(got.indexOf('\r\n\r\n') + 4)).toBe(
      `3\r\none\r\n4e20\r\n${'x'.repeat(20_000)}\r\n3\r\nend\r\n0\r\nX-Sum: 1\r\n\r\n`,
    );
  });

  test('is where the connection ends, for a client that knows no chunks', async () => {
    const { port } = await serveOurs((_request, answer) => {
      answer.writeHead(200, []);
      answer.write(Buffer.from('one'));
      answer.end(Buffer.from('two'));
    });
    const got = await send(port, ['GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n']);
    expect(got).toMatch(/\r\nConnection: close\r\n\r\nonetwo$/);
    expect(got).not.toMatch(/Transfer-Encoding|Content-Length/i);
  });

  test.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('is nothing to %s with status %i, whatever it states', async (method, status) => {
    const { port } = await serveOurs((_request, answer) => {
      answer.writeHead(status, ['ETag', '"1"', 'Date', 'Mon, 23 Nov 2026 12:00:00 GMT']);
      answer.end(Buffer.from('body'));
    });
    const got = await send(port, [`${method} / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`]);
    expect(got).toMatch(/\r\nETag: "1"\r\nDate: Mon, 23 Nov 2026 12:00:00 GMT\r\nConnection: close\r\n\r\n$/);
  });
});

describe('a connection', () => {
  test('carries what was sent ahead in its order, however long each takes', async () => {
    const { port } = await serveOurs(({ target }, answer) => {
      const { length } = target;
      setTimeout(
        () => {
          answer.writeHead(200, ['Content-Length', String(length)]);
          answer.end(Buffer.from(target));
        },
        40 - length * 5,
      );
    });
    const got = await send(port, [get('/1') + get('/22') + get('/333', bye)]);
    expect([...got.matchAll(/\r\n\r\n(\/\d+)/g)].map(([, body]) => body)).toEqual(['/1', '/22', '/333']);
    expect(got).toMatch(/\r\nConnection: keep-alive\r\nKeep-Alive: timeout=65\r\n/);
  });

  test('goes on behind a body that nobody read', async () => {
    const { port } = await serveOurs(undefined, { isHasty: true });
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const answered = (async () => {
      let got = '';
      for await (const chunk of socket) got += String(chunk);
      return got;
    })();
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n${'x'.repeat(200_000)}`);
    socket.write(get('/after', bye));
    expect((await answered).match(/HTTP\/1\.1 200 OK/g)).toHaveLength(2);
  });

  test('that closes behind an answer is not reset under a client which still sends', async () => {
    const { port } = await serveOurs(
      (_request, answer) => {
        answer.shouldKeepAlive = false;
        answer.writeHead(413, []);
        answer.end(Buffer.from('too large'));
      },
      { isHasty: true },
    );
    const body = 'x'.repeat(100_000);
    const pieces = ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n', body, body, body];
    expect(await send(port, pieces)).toMatch(/^HTTP\/1\.1 413 [^]*too large$/);
  });

  test('does not fill the memory with what its client does not read', async () => {
    let wasTold = false;
    const { port } = await serveOurs((_request, answer) => {
      answer.writeHead(200, []);
      const chunk = Buffer.alloc(64 * 1024);
      for (let sent = 0; sent < 200 && !wasTold; sent += 1) wasTold = !answer.write(chunk);
      answer.end();
    });
    const socket = net.connect(port, '127.0.0.1').pause();
    await once(socket, 'connect');
    socket.write(get('/'));
    await expect.poll(() => wasTold, { timeout: 60_000 }).toBe(true);
    socket.destroy();
  });
});
