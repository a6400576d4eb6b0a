import { createHash } from 'node:crypto';
import http from 'node:http';
import { describe, expect, test } from 'vitest';
import { openEdge, startService, startTcpService, type TestEdge } from '../gateway/kit.ts';
import { sendRaw } from '../gateway/raw.ts';
import { oneTier } from './kit.ts';

const get = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n';

/** An edge with a cache in front of a service that answers with these bytes; and how often it was asked. */
async function cached(answer: string): Promise<{ readonly edge: TestEdge; readonly asked: () => number }> {
  let asked = 0;
  const service = await startTcpService((socket) => {
    socket.on('data', () => {
      asked += 1;
      socket.write(answer, 'latin1');
    });
  });
  return { edge: await openEdge({ target: service.target, entry: true, cache: oneTier }), asked: () => asked };
}

const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nETag: "1"\r\nTransfer-Encoding: chunked\r\n';
const body = '\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\nX-Sum: 2\r\nSet-Cookie: a=1\r\nCache-Control: no-store\r\n\r\n';

describe('trailers of an answer that is kept', () => {
  test.each([
    ['announced', 'Trailer: X-Sum\r\n'],
    ['not announced', ''],
  ])('stand behind it each time, %s', async (_, announced) => {
    const { edge, asked } = await cached(`${head}${announced}${body}`);
    const answers = [await sendRaw(edge, `${get}\r\n`), await sendRaw(edge, `${get}\r\n`)];
    expect(asked()).toBe(1);
    for (const answer of answers) {
      expect(answer).toMatch(/\r\nTransfer-Encoding: chunked\r\n/i);
      expect(answer).not.toMatch(/\r\n(?:Content-Length|Set-Cookie|Cache-Control):/i);
      expect(/\r\nTrailer: X-Sum\r\n/.test(answer)).toBe(announced !== '');
      expect(answer.endsWith('\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 1\r\nX-Sum: 2\r\n\r\n')).toBe(true);
    }
    expect(answers[1]).toMatch(/\r\nCache-Status: CDN; hit; ttl=\d+\r\n/);
  });

  test.each([
    ['HTTP/1.0', 'GET / HTTP/1.0\r\nHost: x\r\n\r\n', /^HTTP\/1.1 200 [^]*\r\nContent-Length: 2\r\n[^]*\r\n\r\nok$/],
    [
      'HEAD',
      'HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      /^HTTP\/1.1 200 [^]*\r\nContent-Length: 2\r\n[^]*\r\n\r\n$/,
    ],
    [
      'a client that has it',
      `${get}If-None-Match: "1"\r\n\r\n`,
      /^HTTP\/1.1 304 (?![^]*Transfer-Encoding)[^]*\r\n\r\n$/,
    ],
  ])('are left out for %s', async (_, request, expected) => {
    const { edge, asked } = await cached(`${head}Trailer: X-Sum\r\n${body}`);
    await sendRaw(edge, `${get}\r\n`);
    const answer = await sendRaw(edge, request);
    expect(answer).toMatch(expected);
    expect(answer).not.toMatch(/X-Sum|Trailer/);
    expect(asked()).toBe(1);
  });

  test('reach all who wait for it, as node:http reads them', async () => {
    const sum = createHash('sha256').update('body').digest('base64');
    let asked = 0;
    const service = await startService((_, response) => {
      asked += 1;
      response.writeHead(200, { trailer: 'X-Sum' });
      response.write('bo');
      setTimeout(() => {
        response.addTrailers({ 'X-Sum': sum });
        response.end('dy');
      }, 100);
    });
    const edge = await openEdge({ target: service.target, entry: true, cache: oneTier });
    const seen = await Promise.all(Array.from({ length: 10 }, () => read(edge)));
    expect(seen).toEqual(Array.from({ length: 10 }, () => ['body', { 'x-sum': sum }]));
    expect(asked).toBe(1);
  });
});

function read({ host, port }: TestEdge): Promise<readonly [body: string, trailers: NodeJS.Dict<string>]> {
  return new Promise((resolve, reject) => {
    const request = http.get({ host, port, agent: false }, (response) => {
      let got = '';
      response.on('data', (chunk) => {
        got += String(chunk);
      });
      response.once('end', () => resolve([got, response.trailers]));
    });
    request.once('error', reject);
  });
}
