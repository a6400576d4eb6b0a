import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expand, parseCommandLine, variablesOf } from '../../src/supervisor/command-line.ts';

function words(line: string, env: Readonly<Record<string, string>> = {}): readonly string[] {
  const read = parseCommandLine(line);
  if (read.kind === 'problem') throw new Error(read.problem);
  return expand(read.words, env);
}

function problem(line: string): string {
  const read = parseCommandLine(line);
  return read.kind === 'problem' ? read.problem : 'none';
}

describe('a command line', () => {
  test('is words between spaces', () => {
    expect(words('  next start\t-p 3000 ')).toEqual(['next', 'start', '-p', '3000']);
  });

  test('keeps together what quotes and backslashes keep together', () => {
    expect(words(String.raw`node 'a b' "c \"d\"" e\ f g'h'"i" '' ""`)).toEqual([
      'node',
      'a b',
      'c "d"',
      'e f',
      'ghi',
      '',
      '',
    ]);
  });

  test('takes variables in, but not between single quotes', () => {
    const env = { PORT: '8080', NAME: 'two words' };
    expect(words(`serve --port=$PORT "\${NAME}!" '$NAME' \\$PORT $ $5`, env)).toEqual([
      'serve',
      '--port=8080',
      'two words!',
      '$NAME',
      '$PORT',
      '$',
      '$5',
    ]);
  });

  test('tells which variables it uses', () => {
    const read = parseCommandLine(`serve $PORT "a\${HOST}b" '$NOT'`);
    expect(read.kind === 'command' && variablesOf(read.words)).toEqual(['PORT', 'HOST']);
  });

  test('is a problem where a shell would be needed', () => {
    expect(problem('npm run build && npm start')).toBe(
      `uses "&", but no shell runs it; put it into a script, or write sh -c '…'`,
    );
    for (const line of ['a | b', 'a > b', 'a; b', 'a `b`', 'a $(b)', 'a < b'])
      expect(problem(line)).toContain('no shell');
    expect(problem('PORT=1 npm start')).toBe('begins with PORT=, but no shell runs it; put the variable under env:');
  });

  test('is a problem when it is empty or a quote stays open', () => {
    expect(problem('  ')).toBe('is empty');
    expect(problem(`node 'a`)).toBe('has a quote that is not closed');
    expect(problem('node "a')).toBe('has a quote that is not closed');
    expect(problem('node \\')).toBe('ends with a backslash that quotes nothing');
  });

  test('has no word for an unquoted variable that is empty, and one for a quoted one', () => {
    const read = parseCommandLine('node $A "$A" x$A');
    expect(read.kind === 'command' ? expand(read.words, {}) : read.problem).toEqual(['node', '', 'x']);
  });

  test('is read as sh reads it', () => {
    const piece = fc.constantFrom('a', ' ', "'", '"', '\\', '$V', '${V}', 'é', '\t', '=', '-');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const line = `x${pieces.join('')}`;
        const read = parseCommandLine(line);
        if (read.kind === 'problem') return;
        const script = `for word in ${line}; do printf '%s\\n' "[$word]"; done`;
        // V has no spaces: a shell would split the value of an unquoted variable, and we never do.
        const env = { PATH: process.env['PATH'], V: 'value' };
        const bySh = execFileSync('sh', ['-c', script], { env, encoding: 'utf8' });
        expect(
          expand(read.words, env)
            .map((word) => `[${word}]\n`)
            .join(''),
        ).toBe(bySh);
      }),
      { numRuns: 300 },
    );
  });
});
