import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { withoutLiterals } from '#gateway/tcp/postgres/without-literals';

describe('a query without its literals', () => {
  test.each([
    ["select * from users where mail = 'a@b.c' and age > 42", 'select * from users where mail = ? and age > ?'],
    ["insert into t values (1.5e10, 'it''s', E'a\\'b', B'101', $1)", 'insert into t values (?, ?, ?, ?, $1)'],
    ['select $$secret$$, $tag$se$$cret$tag$ from "My ""Table"" 7"', 'select ?, ? from "My ""Table"" 7"'],
    ['select a1, t2.b3 -- user 7\n/* by: someone */ from t2', 'select a1, t2.b3 from t2'],
    ["select 'cut off in the mid", 'select ?'],
    ["update t set x = E'cut \\", 'update t set x = ?'],
    ['select .5, -3, 0x1F', 'select ?, -?, ?'],
    ['', ''],
  ])('%s', (sql, expected) => {
    expect(withoutLiterals(sql)).toBe(expected);
  });

  test('keeps no string, whatever it holds and wherever the text is cut off', () => {
    const secret = 'sEcReT';
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(80), (before, after, length) => {
        const quoted = `'${`${before}${secret}${after}`.replaceAll("'", "''")}'`;
        const sql = `select a from b where c = ${quoted} and d = 1`;
        expect(withoutLiterals(sql.slice(0, 'select a from b where c = '.length + length))).not.toContain(secret);
      }),
      { numRuns: 1000 },
    );
  });

  test('takes a hostile text in no time', () => {
    const begun = performance.now();
    for (const part of ["E'\\", "'", '$a', '"', '/*', '--', '$$', '1e', "''"]) withoutLiterals(part.repeat(512));
    expect(performance.now() - begun).toBeLessThan(20_000);
  });
});
