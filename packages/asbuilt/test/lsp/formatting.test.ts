import { describe, expect, it } from 'vitest';
import { DocumentFormattingRequest, DocumentRangeFormattingRequest, type TextEdit } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { overview } from '../cli/support/documents.ts';
import { sessions } from './support/bundled-session.ts';
import { open, rangeOf, uriOf } from './support/editor.ts';

const start = sessions();
const options = { tabSize: 2, insertSpaces: true };

function formatted(text: string, edits: TextEdit[] | null): string {
  return TextDocument.applyEdits(TextDocument.create('file:///a.md', 'markdown', 1, text), edits ?? []);
}

describe('formatting', () => {
  const text = overview({ databaseTimeout: '5 seconds' });

  it('aligns tables and writes values in one form, and leaves all else alone', async () => {
    const { connection, uri } = await start(text);
    const question = { textDocument: { uri }, options };
    const once = formatted(text, await connection.sendRequest(DocumentFormattingRequest.type, question));
    expect(once).toContain('| Shelf down | Critical | Fallback     | 5s      |\n');
    expect(once.replaceAll(/[ -]+/g, ' ')).toBe(
      text.replace('5 seconds', '5s').replaceAll(/[ -]+/g, ' ').replaceAll('|---', '| '),
    );
    const { connection: again, uri: sameUri } = await start(once);
    const other = { textDocument: { uri: sameUri }, options };
    expect(await again.sendRequest(DocumentFormattingRequest.type, other)).toEqual([]);
  });

  it('of some lines touches no others', async () => {
    const { connection, uri } = await start(text);
    const range = rangeOf(text, '| Shelf down');
    const question = { textDocument: { uri }, range, options };
    const edits = await connection.sendRequest(DocumentRangeFormattingRequest.type, question);
    expect(formatted(text, edits)).toBe(
      text.replace(
        '| Shelf down | Critical | Fallback | 5 seconds |',
        '| Shelf down | Critical | Fallback     | 5s      |',
      ),
    );
  });

  it('is done in a file that an overview includes, too', async () => {
    const included = '## Cost\n\n| Service | Cost |\n|---|---|\n| Desk | $1200 |\n';
    const main = text.replace('---\n', '---\nincludes: [cost.md]\n');
    const { connection, folder } = await start(main, { files: { 'cost.md': included } });
    const textDocument = { uri: uriOf(folder, 'cost.md') };
    await open(connection, textDocument.uri, included);
    const edits = await connection.sendRequest(DocumentFormattingRequest.type, { textDocument, options });
    expect(formatted(included, edits)).toContain('| Desk    | $1,200 |');
  });

  it('leaves a document alone that is no overview', async () => {
    const { connection, folder } = await start(text);
    const textDocument = { uri: uriOf(folder, 'README.md') };
    await open(connection, textDocument.uri, '| a | b |\n|---|---|\n| long cell | c |\n');
    const question = { textDocument, options };
    expect(await connection.sendRequest(DocumentFormattingRequest.type, question)).toEqual([]);
  });
});
