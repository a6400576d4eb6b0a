import { describe, expect, it } from 'vitest';
import { read } from '#overview/read';

describe('what stands where a value belongs and does not say one', () => {
  it('is kept with its place, the notation of a value there and its span', () => {
    const text = '## Failure Modes\n\n| Failure | Timeout |\n|---|---|\n| API down | 30 |\n| Store down | 5s |\n';
    expect(read(text).misfits).toEqual([
      {
        place: 'failure-modes/api-down/timeout',
        notation: 'duration',
        column: 'Timeout',
        text: '30',
        span: { from: text.indexOf('30'), to: text.indexOf('30') + 2 },
      },
    ]);
  });

  it('is neither an empty cell nor a hole', () => {
    const text = '## Failure Modes\n\n| Failure | Timeout |\n|---|---|\n| API down | |\n| Store down | [seconds] |\n';
    expect(read(text).misfits).toEqual([]);
  });
});

describe('a key of the front matter that means nothing', () => {
  it('is kept with the keys that would mean something there and are not taken', () => {
    const { unknownKeys } = read('---\ntask_id: a\nproject_profile:\n  htp_port: 80\n  env: dev\n---\n');
    expect(unknownKeys).toEqual([
      { key: 'htp_port', span: { from: 34, to: 42 }, free: ['http_port', 'frameworks', 'db', 'auth', 'infra'] },
    ]);
  });
});
