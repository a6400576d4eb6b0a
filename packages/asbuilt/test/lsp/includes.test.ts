import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  CodeActionRequest,
  CompletionRequest,
  DidSaveTextDocumentNotification,
  DocumentSymbolRequest,
  FoldingRangeRequest,
  HoverRequest,
  ReferencesRequest,
  RenameRequest,
} from 'vscode-languageserver/node';
import { overview } from '../cli/support/documents.ts';
import { sessions } from './support/bundled-session.ts';
import { change, open, rangeOf, uriOf } from './support/editor.ts';

const start = sessions();

const [head = '', failures = ''] = overview({ databaseTimeout: '12s' }).split(/(?=## Failure Modes)/);
const main = head.replace('---\n', '---\nincludes: [ops/failures.md]\n');
/** With a table of its own, which is wrong, and three sections: alone it would be taken for an overview. */
const included = `# Operations\n\n${failures}\n## Cost\n\n| Service | Cost |\n|---|---|\n| Desk | $5 |\n| **Total** | $6 |\n\n## Threats\n\nNone.\n`;
const files = { 'ops/failures.md': included };

describe('an overview that includes a file', () => {
  it('has the findings in that file there, and its own places stay right', async () => {
    const { folder, next, uri } = await start(main, { files });
    const failuresUri = uriOf(folder, 'ops/failures.md');
    const { diagnostics } = await next(failuresUri);
    expect(diagnostics).toMatchObject([
      {
        code: 'timeouts-nest',
        range: rangeOf(included, '10s'),
        relatedInformation: [
          { location: { uri: failuresUri, range: rangeOf(included, '12s') } },
          { location: { uri, range: rangeOf(main, 'Desk → Shelf (where to)', 'Desk → Shelf') } },
        ],
      },
      { code: 'costs-add-up', range: rangeOf(included, '$6') },
    ]);
    expect(await next(uri)).toMatchObject({ diagnostics: [] });
  });

  it('is read with what the editor shows of that file, which has its findings once', async () => {
    const { connection, folder, next, uri, published } = await start(main, { files });
    const failuresUri = uriOf(folder, 'ops/failures.md');
    await next(failuresUri);
    await open(connection, failuresUri, included);
    await change(connection, failuresUri, 2, { text: included.replace('12s', '8s') });
    const { diagnostics } = await next(failuresUri, (found) => found.diagnostics.length === 1);
    expect(diagnostics).toMatchObject([{ code: 'costs-add-up' }]);
    await next(uri);
    await change(connection, failuresUri, 3, { text: included.replace('$6', '$5').replace('12s', '8s') });
    await next(failuresUri, (found) => found.diagnostics.length === 0);
    const most = published.filter((each) => each.uri === failuresUri).map((each) => each.diagnostics.length);
    expect(Math.max(...most)).toBe(2);
  });

  it('offers the repair of a finding where it is needed', async () => {
    const { connection, folder, next } = await start(main, { files });
    const failuresUri = uriOf(folder, 'ops/failures.md');
    await open(connection, failuresUri, included);
    await next(failuresUri, (found) => found.diagnostics.length === 2);
    const range = rangeOf(included, '$6');
    const textDocument = { uri: failuresUri };
    const actions = await connection.sendRequest(CodeActionRequest.type, {
      textDocument,
      range,
      context: { diagnostics: [], only: ['quickfix'] },
    });
    expect(actions).toMatchObject([
      {
        title: 'Write $5 as the total',
        edit: { documentChanges: [{ textDocument, edits: [{ range: rangeOf(included, '6 |', '6'), newText: '5' }] }] },
      },
    ]);
  });

  it('finds and renames what is named in both', async () => {
    const { connection, folder, uri } = await start(main, { files });
    const failuresUri = uriOf(folder, 'ops/failures.md');
    const textDocument = { uri };
    const position = rangeOf(main, 'Shelf | keeps', 'Shelf').start;
    const found = await connection.sendRequest(ReferencesRequest.type, {
      textDocument,
      position,
      context: { includeDeclaration: true },
    });
    expect(found?.map((each) => each.uri)).toEqual([uri, uri, uri, failuresUri]);
    expect(found?.at(-1)?.range).toEqual(rangeOf(included, 'Shelf down', 'Shelf'));
    const edit = await connection.sendRequest(RenameRequest.type, { textDocument, position, newName: 'Store' });
    expect(edit?.documentChanges).toMatchObject([{ textDocument: { uri } }, { textDocument: { uri: failuresUri } }]);
  });

  it('shows no outline, fold or value of that file in its own text', async () => {
    const { connection, uri } = await start(main, { files });
    const textDocument = { uri };
    const symbols = await connection.sendRequest(DocumentSymbolRequest.type, { textDocument });
    expect(symbols).toMatchObject([{ detail: 'services' }, { detail: 'data-flow' }]);
    const folds = await connection.sendRequest(FoldingRangeRequest.type, { textDocument });
    const last = main.split('\n').length - 1;
    expect(folds?.every(({ startLine, endLine }) => startLine < endLine && endLine <= last)).toBe(true);
    const end = { line: last, character: 0 };
    expect(await connection.sendRequest(HoverRequest.type, { textDocument, position: end })).toBeNull();
  });

  it('shows what that file states, where it does, with what follows from all of it', async () => {
    const { connection, folder, next } = await start(main, { files });
    const textDocument = { uri: uriOf(folder, 'ops/failures.md') };
    await open(connection, textDocument.uri, included);
    await next(textDocument.uri, (found) => found.diagnostics.length === 2);
    const range = rangeOf(included, '10s');
    const hover = await connection.sendRequest(HoverRequest.type, { textDocument, position: range.start });
    expect(hover).toMatchObject({ range });
    expect(JSON.stringify(hover?.contents)).toContain('its own calls may take 12 s of it: Shelf 12 s');
    const nothing = { textDocument, position: rangeOf(included, 'Operations').start };
    expect(await connection.sendRequest(HoverRequest.type, nothing)).toBeNull();
  });

  it('completes in that file what all of it names', async () => {
    const typed = included.replace('| Desk | $5 |', '| D');
    const { connection, folder, next } = await start(main, { files: { 'ops/failures.md': typed } });
    const textDocument = { uri: uriOf(folder, 'ops/failures.md') };
    await open(connection, textDocument.uri, typed);
    await next(textDocument.uri);
    const { end } = rangeOf(typed, '|---|---|\n| D\n', '|---|---|\n| D');
    const items = await connection.sendRequest(CompletionRequest.type, { textDocument, position: end });
    const labels = Array.isArray(items) ? items.map(({ label, textEdit }) => [label, textEdit]) : [];
    const range = { start: { ...end, character: 2 }, end };
    expect(labels).toEqual(['Desk', 'Shelf'].map((label) => [label, { range, newText: label }]));
  });

  it('says where an entry leads nowhere, and is read again once that file is there', async () => {
    const { connection, folder, next, uri } = await start(main.replace('ops/failures', 'ops/other'), { files });
    const [trouble] = (await next(uri)).diagnostics;
    expect(trouble?.message).toContain('overview.md:2:12: the overview includes ops/other.md, but there is no such');
    await writeFile(join(folder, 'ops/other.md'), included);
    await connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
    expect((await next(uriOf(folder, 'ops/other.md'))).diagnostics).toHaveLength(2);
  });
});
