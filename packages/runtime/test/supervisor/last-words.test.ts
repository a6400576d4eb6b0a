import { expect, test } from 'vitest';
import { lastWords } from '../../src/supervisor/last-words.ts';

const node = `node:internal/modules/cjs/loader:1148
  throw err;
  ^

Error: Cannot find module '/srv/server.js'
    at Module._resolveFilename (node:internal/modules/cjs/loader:1145:15)
  code: 'MODULE_NOT_FOUND',
  requireStack: []
}

Node.js v20.20.2`;
const python = `Traceback (most recent call last):
  File "main.py", line 1, in <module>
    import nothing
ModuleNotFoundError: No module named 'nothing'`;

test.each([
  [node, `Error: Cannot find module '/srv/server.js'`],
  [python, `ModuleNotFoundError: No module named 'nothing'`],
  [
    'Exception in thread "main" java.net.BindException: no\n\tat Main.main(Main.java:1)',
    'Exception in thread "main" java.net.BindException: no',
  ],
  ['panic: no key\n\ngoroutine 1 [running]:\nmain.main()', 'panic: no key'],
  ['error: no bin target available', 'error: no bin target available'],
  ['a\nb\nc\n\nd\ne\nf', 'b | c | d | e | f'],
  ['2 errors were found\nno key', '2 errors were found | no key'],
  ['', ''],
])('of a program that wrote %j, %j is quoted', (text, words) => {
  expect(lastWords(text.split('\n'))).toBe(words);
});

test('takes no long time, however the lines are made', () => {
  const begun = performance.now();
  lastWords(Array.from({ length: 40 }, () => 'a.'.repeat(32_768)));
  expect(performance.now() - begun).toBeLessThan(5_000);
});
