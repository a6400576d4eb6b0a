import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccessLine, openAccessLog } from '#telemetry/access-log';
import { openLogger } from '#telemetry/logger';

const line: AccessLine = {
  level: 'info',
  requestId: 'request-1',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  method: 'GET',
  path: '/page',
  status: 200,
  durationMs: 1.23456,
  bytesIn: 0,
  bytesOut: 1024,
  subject: undefined,
  policy: '',
  failure: undefined,
};

test('a line is what the logger would write, whatever its texts are made of', () => {
  const text = fc.string({ unit: 'binary' });
  const lines = fc.record({
    edge: text,
    requestId: text,
    method: text,
    path: text,
    subject: fc.option(text, { nil: undefined }),
    policy: text,
    failure: fc.option(text, { nil: undefined }),
  });
  fc.assert(
    fc.property(lines, ({ edge, ...texts }) => {
      const written: string[] = [];
      const sink = { write: (each: string) => void written.push(each) };
      openAccessLog(edge, sink, 'info')({ ...line, ...texts });
      const { subject, policy } = texts;
      const { level: _, ...fields } = { ...line, ...texts, durationMs: 1.235 };
      const told = {
        ...fields,
        ...(subject === undefined && { subject: undefined }),
        ...(policy === '' && { policy: undefined }),
      };
      openLogger({ level: 'info', sink }).child({ edge }).info(told, 'request');
      const [own, logger] = written.map((each) => JSON.parse(each));
      expect({ ...own, time: '' }).toEqual({ ...logger, time: '' });
      expect(new Date(own.time).toISOString()).toBe(own.time);
    }),
  );
});

test('a line below the level is left out', () => {
  const written: string[] = [];
  const log = openAccessLog('Web → API', { write: (each) => void written.push(each) }, 'warn');
  log(line);
  log({ ...line, level: 'warn', status: 502 });
  expect(written).toHaveLength(1);
  expect(written[0]).toContain('"status":502');
});
