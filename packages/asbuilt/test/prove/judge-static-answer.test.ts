import { plan } from '@asbuilt/core/derive';
import { link, read, readProfile } from '@asbuilt/core/overview';
import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from '../../src/prove/ask.ts';
import { judgeStaticAnswers } from '../../src/prove/drills/judge-static-answer.ts';

const overview = (mitigation: string): string => `# Shop

## Services

| Service | Interface | Protocol |
|---|---|---|
| Web | HTML | HTTP |
| API | REST | HTTP |

## Data Flow

1. User → Web (page)
2. Web → API (asks)
3. API → Web (answer)
4. Web → User (page)

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| API down | High | ${mitigation} | 5s |
`;

function answered(status: number, policy?: string): HttpAnswer {
  const headers = new Headers(policy === undefined ? {} : { 'asbuilt-policy': policy });
  return { kind: 'answered', status, headers, bytes: 0, elapsedMs: 1 };
}

const nothing: HttpAnswer = { kind: 'waiting', elapsedMs: 1 };

/** What is said about an outage of API, in one line a statement. */
function judged(
  mitigation: string,
  profile: string,
  { during = answered(503), onEdge }: { readonly during?: HttpAnswer; readonly onEdge?: HttpAnswer },
): readonly string[] {
  const model = link(read(overview(mitigation)));
  const [failure] = model.overview.failures;
  const entry = plan(model, readProfile('p.yml', profile).profile).edges.find((edge) => edge.entry);
  if (failure === undefined) throw new Error('there is no row');
  const standIns = onEdge === undefined ? [] : [{ edge: 'Web → API', answer: onEdge }];
  return judgeStaticAnswers(failure, { during, standIns, entry }).map(
    (verdict) => `${verdict.kind} ${verdict.statement.split('/').at(-1) ?? ''}`,
  );
}

const ownAnswer = 'static_answers: { API: a.json }';
const page = 'static_answers: { Web: a.html }';

describe('a static answer during an outage', () => {
  test('is looked for on the edges that have one, whatever the row calls it', () => {
    const onEdge = answered(200, 'breaker=open, fallback=static');
    expect(judged('retry, static answer', ownAnswer, { onEdge })).toEqual(['held 2']);
    expect(judged('graceful degradation', ownAnswer, { onEdge })).toEqual(['held 1']);
    expect(judged('fallback', ownAnswer, { onEdge: answered(502) })).toEqual(['broken 1']);
    expect(judged('static answer', ownAnswer, { onEdge: answered(200, 'fallback=stale') })).toEqual(['broken 1']);
    expect(judged('static answer', ownAnswer, { onEdge: nothing })).toEqual(['broken 1']);
  });

  test('is looked for at the entry where only that has one', () => {
    const stoodIn = answered(503, 'fallback=static');
    expect(judged('static page', page, { during: stoodIn })).toEqual(['held 1']);
    expect(judged('static page', page, { during: answered(502) })).toEqual(['broken 1']);
    expect(judged('static page', page, { during: answered(200) })).toEqual(['not-inspected 1']);
  });

  test('is looked for nowhere where the profile has none, and the row names none', () => {
    expect(judged('static page', '', {})).toEqual([]);
    expect(judged('retry', ownAnswer, { onEdge: answered(502) })).toEqual([]);
  });
});
