import { describe, expect, it } from 'vitest';
import { plan } from '#derive/plan';
import { link } from '#overview/link';
import { readProfile } from '#overview/profile';
import { read } from '#overview/read';

const overview = (api: string, database: string): string => `# Shop

## Services

| Service | Interface | Protocol |
|---|---|---|
| Web | HTML | HTTP |
| API service | REST | HTTP |
| Database | SQL | Postgres |

## Data Flow

1. User → Web (page)
2. Web → API service (asks)
3. API service → Database (query)
4. Database → API service (rows)
5. API service → Web (answer)
6. Web → User (page)

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| API service down | High | ${api} | 5s |
| Database down | High | ${database} | 1s |
`;

/** By edge: what it answers when its callee fails; and what of the profile nothing answers. */
function answers(said: { readonly api?: string; readonly database?: string; readonly profile: string }): unknown {
  const model = link(read(overview(said.api ?? 'Retry', said.database ?? 'Retry')));
  const { profile, problems } = readProfile('p.yml', `static_answers:\n${said.profile}`);
  const { edges, idleStaticAnswers = [] } = plan(model, profile);
  const given = edges.flatMap(({ name, staticAnswer }) => (staticAnswer ? [[name, staticAnswer]] : []));
  const idle = idleStaticAnswers.map(({ service, why }) => `${service.value}: ${why}`);
  return { ...Object.fromEntries(given), ...(idle.length > 0 && { idle }), ...(problems.length > 0 && { problems }) };
}

const json = { status: 200, contentType: 'application/json', content: { kind: 'file', path: 'f/api.json' } };

describe('a static answer', () => {
  it.each(['static answer', 'Static page', 'retry, fallback', 'graceful degradation'])(
    'is given by the edges to a service whose row says "%s"',
    (api) => {
      expect(answers({ api, profile: '  API service: f/api.json\n' })).toEqual({ 'Web → API service': json });
    },
  );

  it('is given at the entry for whatever fails behind it, by its name only', () => {
    const profile = '  Web: { body: "<p>Later", content_type: text/html, status: 503 }\n';
    const web = { status: 503, contentType: 'text/html', content: { kind: 'text', text: '<p>Later' } };
    expect(answers({ database: 'maintenance page', profile })).toEqual({ 'User → Web': web });
    expect(answers({ database: 'fallback', profile })).toEqual({ idle: ['Web: not-asked-for'] });
    expect(answers({ database: 'static answer', profile: '  API service: f/api.json\n' })).toEqual({
      idle: ['API service: not-asked-for'],
    });
  });

  it('is off where the document does not ask for it, and said to be where it never could be given', () => {
    expect(answers({ profile: '  API service: f/api.json\n' })).toEqual({ idle: ['API service: not-asked-for'] });
    expect(
      answers({ api: 'static answer', database: 'static answer', profile: '  Database: a.json\n  Wep: a.json\n' }),
    ).toEqual({ idle: ['Database: not-called', 'Wep: unknown'] });
    expect(answers({ api: 'static answer', profile: '  {}\n' })).toEqual({});
  });

  it.each([
    ['page.html', 'text/html; charset=utf-8'],
    ['page.HTM', 'text/html; charset=utf-8'],
    ['a.b/answer.json', 'application/json'],
    ['{ file: page.txt, content_type: text/x-own }', 'text/x-own'],
    ['{ file: page, content_type: "text/html; charset=latin1" }', 'text/html; charset=latin1'],
  ])('%s is of the kind that is said, or that its name tells', (said, contentType) => {
    expect(answers({ api: 'static answer', profile: `  API service: ${said}\n` })).toMatchObject({
      'Web → API service': { contentType },
    });
  });
});
