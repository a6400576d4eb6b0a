import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayFileName, dayOfFileName, parseDay } from '../../src/ledger/day-text.ts';
import { MinuteCounts } from '../../src/ledger/minute-counts.ts';
import { dayOf, printRecord } from '../../src/ledger/record-line.ts';

const noon = Date.parse('2026-01-31T12:00:00Z') / 60_000;

const record = fc.record({
  service: fc.string(),
  minute: fc.integer({ min: 0, max: noon * 2 }),
  good: fc.nat(),
  bad: fc.nat(),
  drilled: fc.record({ good: fc.nat(), bad: fc.nat() }),
});

const drilled = { good: 0, bad: 0 };

describe('the text of a day in the ledger', () => {
  it('is read as what was printed, whatever the services are called', () => {
    fc.assert(
      fc.property(fc.array(record), (records) => {
        expect(parseDay(records.map(printRecord).join(''))).toEqual({ kind: 'records', records });
      }),
    );
  });

  it('loses nothing but its last line when a crash tears it anywhere', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), fc.nat(), (records, at) => {
        const text = records.map(printRecord).join('');
        const torn = parseDay(text.slice(0, at % text.length));
        if (torn.kind !== 'records') throw new Error(`line ${torn.line} is said to be damaged`);
        expect(torn.records).toEqual(records.slice(0, torn.records.length));
      }),
    );
  });

  it.each([
    '',
    'x',
    '{}',
    '[]',
    'null',
    '{"minute":"2026-01-31T12:00Z","service":"API","good":1.5,"bad":0}',
    '{"minute":"2026-01-31T12:00Z","service":"API","good":1,"bad":0,"drilled":{"good":1}}',
  ])('says which line is no record: %j', (line) => {
    const whole = printRecord({ service: 'API', minute: noon, good: 1, bad: 0, drilled });
    expect(parseDay(`${whole}${line}\n${whole}`)).toEqual({ kind: 'damaged', line: 2 });
  });

  it('names drills only where there were any, so that a line of before is still one', () => {
    expect(printRecord({ service: 'API', minute: noon, good: 1, bad: 0, drilled })).toBe(
      '{"minute":"2026-01-31T12:00Z","service":"API","good":1,"bad":0}\n',
    );
    expect(printRecord({ service: 'API', minute: noon, good: 1, bad: 0, drilled: { good: 2, bad: 3 } })).toBe(
      '{"minute":"2026-01-31T12:00Z","service":"API","good":1,"bad":0,"drilled":{"good":2,"bad":3}}\n',
    );
  });

  it('counts the calls of drills apart', () => {
    const counts = new MinuteCounts();
    counts.add('API', true, noon * 60_000);
    counts.addDrilled('API', false, noon * 60_000);
    counts.addDrilled('API', true, noon * 60_000);
    const again = new MinuteCounts();
    for (const written of counts.takeChanged()) again.load(written);
    for (const each of [counts, again]) {
      expect(each.totals('API', 0, noon * 2 * 60_000)).toEqual({ good: 1, bad: 0 });
      expect(each.drilled('API', 0, noon * 2 * 60_000)).toEqual({ good: 1, bad: 1 });
    }
  });

  it('counts the last line of a minute and service', () => {
    const counts = new MinuteCounts();
    const lines = [1, 2, 3].map((good) => printRecord({ service: 'API', minute: noon, good, bad: 1, drilled }));
    const day = parseDay(lines.join(''));
    if (day.kind === 'records') for (const read of day.records) counts.load(read);
    expect(counts.totals('API', 0, noon * 2 * 60_000)).toEqual({ good: 3, bad: 1 });
  });
});

describe('the file of a day', () => {
  it('is known by its name', () => {
    const day = dayOf({ service: 'API', minute: noon, good: 0, bad: 0, drilled });
    expect(dayOfFileName(dayFileName(day))).toBe('2026-01-31');
  });

  it.each(['overrides.jsonl', 'slo-2026-01-31.jsonl.new', 'slo-2026-1-31.jsonl'])('is not %s', (name) => {
    expect(dayOfFileName(name)).toBeUndefined();
  });
});
