import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { describe, expect, test } from 'vitest';
import { eachLine } from '../../src/supervisor/lines.ts';
import { serviceLine } from '../../src/supervisor/service-line.ts';

describe('a line of a service', () => {
  test('is text', () => {
    expect(serviceLine('listening on 3000')).toEqual({ level: 'info', message: 'listening on 3000' });
    expect(serviceLine('{ not json')).toEqual({ level: 'info', message: '{ not json' });
    expect(serviceLine('[1]')).toEqual({ level: 'info', message: '[1]' });
  });

  test('is a log entry with its own level and message', () => {
    expect(serviceLine('{"level":50,"msg":"no"}')).toEqual({
      level: 'error',
      message: 'no',
      entry: { level: 50, msg: 'no' },
    });
    expect(serviceLine('{"level":"WARN","message":"hm"}')).toMatchObject({ level: 'warn', message: 'hm' });
    expect(serviceLine('{"severity":"critical"}')).toMatchObject({
      level: 'error',
      message: '{"severity":"critical"}',
    });
    expect(serviceLine('{"level":30,"msg":"yes"}').level).toBe('info');
  });
});

async function linesOf(...chunks: readonly (string | Buffer)[]): Promise<readonly string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  eachLine(stream, (line) => lines.push(line));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await finished(stream);
  return lines;
}

describe('the lines of a stream', () => {
  test('are whole, however they come', async () => {
    expect(await linesOf('one\ntw', 'o\r\n', '\nlast')).toEqual(['one', 'two', '', 'last']);
  });

  test('keep letters that are cut by chunks', async () => {
    const bytes = Buffer.from('größe\n');
    expect(await linesOf(bytes.subarray(0, 3), bytes.subarray(3))).toEqual(['größe']);
  });

  test('come in pieces when one never ends', async () => {
    const lines = await linesOf('x'.repeat(200_000));
    expect(lines.map((line) => line.length)).toEqual([65_536, 65_536, 65_536, 3_392]);
  });
});
