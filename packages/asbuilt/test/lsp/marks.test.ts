import { describe, expect, it } from 'vitest';
import {
  HoverRequest,
  InlayHintRequest,
  type ProtocolConnection,
  type Range,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from 'vscode-languageserver/node';
import { sessions } from './support/bundled-session.ts';
import { desk, deskProfile } from './support/desk.ts';
import { rangeOf } from './support/editor.ts';
import type { Session } from './support/session.ts';

const start = sessions();
const files = { 'confer-agent.profile.yml': deskProfile };
const whole: Range = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

/** The tokens as the texts that they colour, with their types. */
function decoded(session: Session, text: string, data: readonly number[]): readonly (readonly [string, string])[] {
  const { semanticTokensProvider } = session.initialized.capabilities;
  const types = semanticTokensProvider?.legend.tokenTypes ?? [];
  const lines = text.split('\n');
  let line = 0;
  let character = 0;
  return Array.from({ length: data.length / 5 }, (_, index) => {
    const [down = 0, right = 0, length = 0, type = 0] = data.slice(index * 5);
    character = down === 0 ? character + right : right;
    line += down;
    return [lines[line]?.slice(character, character + length) ?? '', types[type] ?? ''] as const;
  });
}

/** What hovering over a piece of the desk's overview says. */
async function told(connection: ProtocolConnection, uri: string, piece: string): Promise<string> {
  const position = rangeOf(desk, piece).start;
  const hover = await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position });
  const contents = hover?.contents;
  return contents !== undefined && typeof contents === 'object' && 'value' in contents ? contents.value : '';
}

describe('hovering tells what follows', () => {
  it('from an objective: the budget, and what it leaves to the services that it needs', async () => {
    const { connection, uri } = await start(desk, { files });
    const text = await told(connection, uri, '99.9% | | |');
    expect(text).toContain('99.9 % leaves 43.2 min a month');
    // Label has a fallback, so that Desk can do without it.
    expect(text).toContain('what it cannot do without may alone use 21.6 min of them (Shelf 21.6 min)');
  });

  it('from an objective that cannot be held: that those below it leave too little', async () => {
    const strict = desk.replace('| Label down | Low | Fallback |', '| Label down | Low | Retry |');
    const { connection, uri } = await start(strict, { files });
    // 1 − 0.9995 × 0.999 of 43,200 minutes
    expect(await told(connection, uri, '99.9% | | |')).toContain(
      'may alone use 64.8 min of them, more than there is (Shelf 21.6 min, Label 43.2 min)',
    );
  });

  it('from a timeout: what has to fit into it, and what it has to fit into', async () => {
    const { connection, uri } = await start(desk, { files });
    expect(await told(connection, uri, '10s |')).toContain(
      'its own calls may take 7 s of it: Shelf 5 s (step 2), Label 2 s (step 4)',
    );
    expect(await told(connection, uri, '2s |')).toContain('has to fit into the 10 s of Desk');
  });

  it('from the breaker: how long callers hang until it opens', async () => {
    const { connection, uri } = await start(desk, { files });
    expect(await told(connection, uri, '5 failures')).toContain('where Desk hangs, it takes up to 50 s until it opens');
  });

  it('from a price: its share; from the total: what the rows come to', async () => {
    const { connection, uri } = await start(desk, { files });
    expect(await told(connection, uri, '$30')).toContain('25 % of the $120 a month that all rows come to');
    expect(await told(connection, uri, '$120')).toContain('the rows come to $120 a month');
  });

  it('from a service: who calls it, and whom it calls', async () => {
    const { connection, uri } = await start(desk, { files });
    const text = await told(connection, uri, 'Desk | takes');
    expect(text).toContain('called by Courier');
    expect(text).toContain('calls Shelf, Label');
  });
});

async function hints(text: string, range = whole): Promise<readonly (readonly [string, string])[]> {
  const { connection, uri } = await start(text, { files });
  const found = await connection.sendRequest(InlayHintRequest.type, { textDocument: { uri }, range });
  const lines = text.split('\n');
  return (found ?? []).map(({ position, label }) => [
    lines[position.line]?.slice(0, position.character).trim() ?? '',
    typeof label === 'string' ? label : label.map(({ value }) => value).join(''),
  ]);
}

describe('hints beside the text', () => {
  it('are numbers that follow and that the document does not say itself', async () => {
    expect(await hints(desk)).toEqual([
      ['| Desk | 99.9%', '43.2 min a month'],
      ['| Label | 99.9%', '43.2 min a month'],
      ['| Desk down | High | Client retry | 10s', 'holds 7 s'],
      ['- Open after 5', 'up to 50 s'],
    ]);
  });

  it('are the sum of the prices where another total is stated, or none', async () => {
    const wrong = await hints(desk.replace('$120', '$125'));
    expect(wrong.at(-1)).toEqual(['| **Total** | | $125', 'rows: $120 a month']);
    const without = await hints(desk.replace('| **Total** | | $120 |\n', ''));
    expect(without.at(-1)).toEqual(['| Shelf | large | $90', 'rows: $120 a month']);
  });

  it('come only for the lines that are shown', async () => {
    expect(await hints(desk, rangeOf(desk, '- Open after 5 failures'))).toEqual([['- Open after 5', 'up to 50 s']]);
  });
});

describe('colours', () => {
  const small = `# {{NAME}}

Some prose
over two lines.

## Failure Modes

| Failure | Impact | Mitigation | Timeout |
|---|---|---|---|
| Desk down | High | Retry | 10s |
`;

  it('tell names, numbers, words, what is open and what is prose', async () => {
    const session = await start(small);
    const { connection, uri } = session;
    const found = await connection.sendRequest(SemanticTokensRequest.type, { textDocument: { uri } });
    expect(decoded(session, small, found?.data ?? [])).toEqual([
      ['{{NAME}}', 'variable'],
      ['Some prose', 'comment'],
      ['over two lines.', 'comment'],
      ['## Failure Modes', 'namespace'],
      ['Desk', 'class'],
      ['down', 'string'],
      ['High', 'enumMember'],
      ['Retry', 'enumMember'],
      ['10s', 'number'],
    ]);
  });

  it('of a range are those that touch it', async () => {
    const session = await start(small);
    const { connection, uri } = session;
    const range = rangeOf(small, '| Desk down | High');
    const found = await connection.sendRequest(SemanticTokensRangeRequest.type, { textDocument: { uri }, range });
    const texts = decoded(session, small, found?.data ?? []).map(([text]) => text);
    expect(texts).toEqual(['Desk', 'down', 'High']);
  });
});
