import * as runtime from '@asbuilt/runtime';
import { expect, test } from 'vitest';
import { terminalOutput } from '../../src/cli/up-output.ts';
import { captured } from './support/run-cli.ts';

const edge = 'API → Database';

/** What stands at the terminal once these lines of the log were written. */
function shown(...lines: readonly object[]): string {
  const { io, outcome } = captured('.', { columns: 80 });
  const { log } = terminalOutput(io, runtime, []);
  for (const line of lines) log(`${JSON.stringify(line)}\n`);
  return outcome(0).out;
}

test('a terminal is told what happens to an edge, and not of each thing that passes it', () => {
  const calls = ['request', 'connection', 'call'].map((msg) => ({ level: 'warn', edge, outcome: '42601', msg }));
  expect(shown(...calls)).toBe('');
  expect(shown({ level: 'warn', edge, breaker: 'open', msg: 'The circuit breaker opens.' })).toBe(
    'API → Database: The circuit breaker opens.\n',
  );
  expect(shown({ level: 'warn', edge, instance: 2, msg: 'An instance failed call after call.' })).toBe(
    'API → Database#2: An instance failed call after call.\n',
  );
});
