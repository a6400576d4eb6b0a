import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentSymbolRequest, FoldingRangeRequest, HoverRequest, type Position } from 'vscode-languageserver/node';
import { documentHash, keepEvidence } from '#files/evidence';
import { overview } from '../cli/support/documents.ts';
import { bundledTool } from './support/bundled.ts';
import { change, late, open, rangeOf, sessionWith } from './support/editor.ts';

let tool: Awaited<ReturnType<typeof bundledTool>>;

beforeAll(async () => {
  tool = await bundledTool();
});

afterAll(() => tool.remove());

function at(text: string, piece: string): Position {
  return rangeOf(text, piece).start;
}

describe('hovering', () => {
  it('over a statement shows its value, what follows from it, its id and its stages', async () => {
    const { connection, uri } = await sessionWith(tool.script);
    await open(connection, uri, overview());
    const hover = await connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: at(overview(), '10s'),
    });
    expect(hover).toEqual({
      contents: {
        kind: 'markdown',
        value:
          '**10 s**  \nits own calls may take 5 s of it: Shelf 5 s (step 2)  \n`failure-modes/desk-down/timeout`  \ndrawn, checked, simulated, enforced; not proven',
      },
      range: rangeOf(overview(), '10s'),
    });
  });

  it('over a statement that an inspection saw hold on this very text says so', async () => {
    const { connection, folder, uri } = await sessionWith(tool.script);
    const seen = {
      statement: 'failure-modes/desk-down/timeout',
      held: true,
      by: 'dependency-down',
      at: '2026-01-02T03:04:05Z',
      documentHash: documentHash(overview()),
      seen: 'Desk answered in time',
    };
    await keepEvidence({ file: 'overview.md', directory: folder, text: overview() }, [seen]);
    await open(connection, uri, overview());
    const question = { textDocument: { uri }, position: at(overview(), '10s') };
    expect(await connection.sendRequest(HoverRequest.type, question)).toMatchObject({
      contents: { value: expect.stringMatching(/drawn, checked, simulated, enforced, proven$/) },
    });
    const edited = { range: rangeOf(overview(), '10s'), text: '11s' };
    await change(connection, uri, 2, edited);
    expect(await connection.sendRequest(HoverRequest.type, question)).toMatchObject({
      contents: { value: expect.stringMatching(/not proven$/) },
    });
  });

  it('is without marks for an editor that shows plain text', async () => {
    const { connection, uri } = await sessionWith(tool.script, {}, { initialize: { capabilities: {} } });
    await open(connection, uri, overview());
    const hover = await connection.sendRequest(HoverRequest.type, {
      textDocument: { uri },
      position: at(overview(), '10s'),
    });
    expect(hover?.contents).toMatchObject({
      kind: 'plaintext',
      value: expect.stringMatching(/^10 s\nits own calls .*\nfailure-modes\/desk-down\/timeout\ndrawn/),
    });
  });

  it('over text that states nothing shows nothing', async () => {
    const { connection, uri } = await sessionWith(tool.script);
    await open(connection, uri, overview());
    const question = { textDocument: { uri }, position: at(overview(), 'The desk takes') };
    expect(await connection.sendRequest(HoverRequest.type, question)).toBeNull();
  });

  it('counts UTF-16 code units: an emoji is two of them, whatever ends the lines', async () => {
    const { connection, next, uri } = await sessionWith(tool.script);
    const text = late.replace('| Desk down | High |', '| Desk down | 📦📦 High 🚚 |').replaceAll('\n', '\r\n');
    await open(connection, uri, text);
    const lines = text.split('\r\n');
    const line = lines.findIndex((each) => each.includes('📦'));
    const character = lines[line]?.indexOf('10s') ?? -1;
    const range = { start: { line, character }, end: { line, character: character + 3 } };
    expect(await next(uri)).toMatchObject({ diagnostics: [{ code: 'timeouts-nest', range }] });
    expect(
      await connection.sendRequest(HoverRequest.type, { textDocument: { uri }, position: range.start }),
    ).toMatchObject({ range });
  });
});

describe('the outline and folding', () => {
  it('have the sections, and folding the front matter and the tables too', async () => {
    const { connection, uri } = await sessionWith(tool.script);
    const text = overview();
    await open(connection, uri, text);
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri } });
    expect(symbols).toMatchObject([
      { name: 'Key Services & Contracts', detail: 'services' },
      { name: 'Data Flow', detail: 'data-flow' },
      { name: 'Failure Modes & Timeouts', detail: 'failure-modes' },
    ]);
    const folding = await connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri } });
    const lines = text.split('\n');
    const folded = folding?.map(({ startLine, endLine }) => [lines[startLine], lines[endLine]]);
    expect(folded).toEqual([
      ['---', '---'],
      [
        expect.stringMatching(/^## Key Services & Contracts/),
        '| Shelf | keeps what is where | SQL | Postgres protocol |',
      ],
      ['## Data Flow', '4. Desk → Courier (receipt)'],
      ['## Failure Modes & Timeouts', '| Shelf down | Critical | Fallback | 5s |'],
      [
        '| Service | Responsibility | Interface | Protocol |',
        '| Shelf | keeps what is where | SQL | Postgres protocol |',
      ],
      ['| Failure | Impact | Mitigation | Timeout |', '| Shelf down | Critical | Fallback | 5s |'],
    ]);
  });
});
