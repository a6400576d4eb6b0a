import { describe, expect, it } from 'vitest';
import { type CodeAction, CodeActionRequest, type ProtocolConnection } from 'vscode-languageserver/node';
import { sessions } from './support/bundled-session.ts';
import { desk, deskProfile } from './support/desk.ts';
import { edited } from './support/edited.ts';
import { change, late, rangeOf } from './support/editor.ts';

const start = sessions();
const files = { 'confer-agent.profile.yml': deskProfile };

interface Asked {
  readonly text: string;
  readonly piece: string;
  readonly only?: string;
}

/** The actions at a piece of a text; commands are none of ours. */
async function actions(
  connection: ProtocolConnection,
  uri: string,
  { text, piece, only }: Asked,
): Promise<CodeAction[]> {
  const found = await connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: rangeOf(text, piece),
    context: { diagnostics: [], ...(only !== undefined && { only: [only] }) },
  });
  return (found ?? []).flatMap((action) => ('kind' in action ? [action] : []));
}

const wrongTotal = desk.replace('| $120 |', '| $125 |');

describe('quick fixes', () => {
  it('are the repairs of the finding, for the version that they were made for', async () => {
    const { connection, uri, next } = await start(wrongTotal, { files });
    const { diagnostics } = await next(uri);
    const found = await actions(connection, uri, { text: wrongTotal, piece: '$125' });
    const [repair] = found;
    expect(repair).toMatchObject({
      title: expect.stringMatching(/\$120/),
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: diagnostics.filter(({ code }) => code === 'costs-add-up'),
      edit: { documentChanges: [{ textDocument: { uri, version: 1 } }] },
    });
    expect(edited(wrongTotal, uri, repair?.edit)).toBe(desk);
  });

  it('are not offered elsewhere', async () => {
    const { connection, uri } = await start(wrongTotal, { files });
    const found = await actions(connection, uri, { text: wrongTotal, piece: 'takes parcels', only: 'quickfix' });
    expect(found).toEqual([]);
  });

  it('stand for the text as it is now', async () => {
    const { connection, uri } = await start(desk, { files });
    await change(connection, uri, 2, { text: `${wrongTotal}\n` });
    const [repair] = await actions(connection, uri, { text: wrongTotal, piece: '$125' });
    expect(repair?.edit).toMatchObject({ documentChanges: [{ textDocument: { version: 2 } }] });
  });
});

describe('making all safe repairs', () => {
  it('is one action of the whole document, wherever one stands', async () => {
    const { connection, uri } = await start(wrongTotal, { files });
    const found = await actions(connection, uri, { text: wrongTotal, piece: 'takes parcels', only: 'source.fixAll' });
    expect(found).toMatchObject([{ title: 'Make the one safe repair', kind: 'source.fixAll.asbuilt' }]);
    expect(edited(wrongTotal, uri, found[0]?.edit)).toBe(desk);
  });

  it('is not offered where nothing can be repaired safely', async () => {
    const { connection, uri } = await start(late);
    expect(await actions(connection, uri, { text: late, piece: '10s', only: 'source' })).toEqual([]);
  });
});

const exception = (found: readonly CodeAction[]): CodeAction | undefined =>
  found.find(({ title }) => title === 'Except this from timeouts-nest, with a reason');

describe('excepting a finding', () => {
  it('writes a comment behind the line, which takes just this finding out once its reason is given', async () => {
    const { connection, uri, next } = await start(late);
    await next(uri);
    const action = exception(await actions(connection, uri, { text: late, piece: '10s' }));
    const text = edited(late, uri, action?.edit);
    expect(text).toBe(late.replace('| 10s |', '| 10s | <!-- asbuilt-ignore timeouts-nest:  -->'));
    await change(connection, uri, 2, { text });
    const codes = (await next(uri)).diagnostics.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['timeouts-nest', 'exceptions-are-needed']));
    await change(connection, uri, 3, { text: text.replace(':  -->', ': couriers wait -->') });
    expect(await next(uri)).toMatchObject({ version: 3, diagnostics: [] });
  });

  it('lets the user type the reason where the editor can', async () => {
    const workspace = { workspaceEdit: { documentChanges: true, snippetEditSupport: true } };
    const { connection, uri } = await start(late, { options: { initialize: { capabilities: { workspace } } } });
    const action = exception(await actions(connection, uri, { text: late, piece: '10s' }));
    expect(action?.edit?.documentChanges).toMatchObject([
      { edits: [{ snippet: { kind: 'snippet', value: ' <!-- asbuilt-ignore timeouts-nest: $1 -->' } }] },
    ]);
  });

  it('is sent without versions to editors that know none', async () => {
    const { connection, uri } = await start(late, { options: { initialize: { capabilities: {} } } });
    const action = exception(await actions(connection, uri, { text: late, piece: '10s' }));
    expect(Object.keys(action?.edit?.changes ?? {})).toEqual([uri]);
  });
});
