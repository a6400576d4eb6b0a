import { DrizzleQueryError } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { errorRecord } from '../../src/http/error-log.ts';

test('a failed query is logged by its cause and its statement, without the values', () => {
  const cause = Object.assign(new Error('duplicate key'), { code: '23505' });
  const record = errorRecord(new DrizzleQueryError('insert into overviews values ($1)', ['secret text'], cause));
  expect(record).toEqual({
    type: 'Error',
    message: 'duplicate key',
    code: '23505',
    query: 'insert into overviews values ($1)',
    stack: expect.stringContaining('error-log.test.ts'),
  });
  expect(JSON.stringify(record)).not.toContain('secret text');
});

test('a broken connection is logged without the connection', () => {
  const error = Object.assign(new Error('Connection terminated'), { client: { password: 'secret' } });
  expect(JSON.stringify(errorRecord(error))).not.toContain('secret');
});

test('what is no error is logged as it reads', () => {
  expect(errorRecord('lost')).toEqual({ type: 'string', message: 'lost' });
});
