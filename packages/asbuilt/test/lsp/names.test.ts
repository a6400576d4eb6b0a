import { link, read } from '@asbuilt/core/overview';
import { describe, expect, it } from 'vitest';
import {
  DefinitionRequest,
  DidCloseTextDocumentNotification,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
} from 'vscode-languageserver/node';
import { sessions } from './support/bundled-session.ts';
import { desk, deskProfile } from './support/desk.ts';
import { edited } from './support/edited.ts';
import { open, rangeOf, uriOf } from './support/editor.ts';

const start = sessions();
const files = { 'confer-agent.profile.yml': deskProfile };

function names(text: string): readonly string[] {
  return link(read(text)).participants.map(({ name }) => name);
}

describe('going to a name', () => {
  it('leads from every section to the row that describes it', async () => {
    const { connection, uri } = await start(desk, { files });
    for (const piece of ['Shelf (where', 'Shelf unavailable', 'Shelf (one', 'Shelf | large', 'Shelf | 99']) {
      const position = rangeOf(desk, piece).start;
      const found = await connection.sendRequest(DefinitionRequest.type, { textDocument: { uri }, position });
      expect(found).toEqual([{ uri, range: rangeOf(desk, 'Shelf**', 'Shelf') }]);
    }
  });

  it('leads from the profile into the overview, also where only the profile is open', async () => {
    const { connection, folder, uri } = await start(desk, { files: { ...files, 'overview.md': desk } });
    const profileUri = uriOf(folder, 'confer-agent.profile.yml');
    const question = { textDocument: { uri: profileUri }, position: rangeOf(deskProfile, '"Label"').end };
    await open(connection, profileUri, deskProfile);
    await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    const label = [{ uri, range: rangeOf(desk, 'Label | prints', 'Label') }];
    expect(await connection.sendRequest(DefinitionRequest.type, question)).toEqual(label);
  });

  it('leads to the first step for somebody outside', async () => {
    const { connection, uri } = await start(desk, { files });
    const position = rangeOf(desk, 'Courier (receipt').start;
    const found = await connection.sendRequest(DefinitionRequest.type, { textDocument: { uri }, position });
    expect(found).toMatchObject([{ uri, range: { start: rangeOf(desk, 'Courier → Desk').start } }]);
  });

  it('leads nowhere from prose', async () => {
    const { connection, uri } = await start(desk, { files });
    const position = rangeOf(desk, 'Shelf is prose').start;
    expect(await connection.sendRequest(DefinitionRequest.type, { textDocument: { uri }, position })).toEqual([]);
  });
});

describe('where a name is used', () => {
  it('is every section and the profile, with or without its own row', async () => {
    const { connection, folder, uri } = await start(desk, { files });
    const ask = async (includeDeclaration: boolean): Promise<readonly string[]> => {
      const found = await connection.sendRequest(ReferencesRequest.type, {
        textDocument: { uri },
        position: rangeOf(desk, 'Label down').start,
        context: { includeDeclaration },
      });
      return (found ?? []).map((place) => {
        const text = place.uri === uri ? desk : deskProfile;
        return `${place.uri === uri ? '' : 'profile: '}${text.split('\n')[place.range.start.line]}`;
      });
    };
    const uses = [
      '4. Desk → Label service (print)',
      '5. Label → Desk (printed)',
      '| Label down | Low | Fallback | 2s |',
      '| Label | 99.9% | | |',
      'profile:       "Label": LABEL_URL',
    ];
    expect(await ask(false)).toEqual(uses);
    expect(await ask(true)).toEqual(['| Label | prints | REST | HTTP |', ...uses]);
    expect(uriOf(folder)).toBe(uri);
  });
});

describe('renaming', () => {
  it('changes every place that is understood, each in its own way of writing, and nothing else', async () => {
    const { connection, folder, uri } = await start(desk, { files });
    const position = rangeOf(desk, 'Shelf → Desk (place').start;
    const edit = await connection.sendRequest(RenameRequest.type, {
      textDocument: { uri },
      position,
      newName: 'Rack_1',
    });
    const text = edited(desk, uri, edit);
    const expected = desk
      .replaceAll('Shelf', String.raw`Rack\_1`)
      .replace(String.raw`Rack\_1 is prose`, 'Shelf is prose');
    expect(text).toBe(expected);
    const profileUri = uriOf(folder, 'confer-agent.profile.yml');
    expect(edited(deskProfile, profileUri, edit)).toBe(deskProfile.replaceAll(/\bShelf:/g, 'Rack_1:'));
    expect(edit?.documentChanges).toMatchObject([
      { textDocument: { uri, version: 1 } },
      { textDocument: { uri: profileUri, version: null } },
    ]);
  });

  it('leaves the model as it was, but for the name', async () => {
    const { connection, uri } = await start(desk, { files });
    const position = rangeOf(desk, 'Label service').start;
    const edit = await connection.sendRequest(RenameRequest.type, {
      textDocument: { uri },
      position,
      newName: 'Printer | new',
    });
    const text = edited(desk, uri, edit);
    expect(names(text)).toEqual(names(desk).map((name) => (name === 'Label' ? 'Printer | new' : name)));
    const model = link(read(text));
    expect(model.overview.flows.map(({ to }) => model.resolve(to.value)?.name)).toContain('Printer | new');
  });

  it('writes into the profile as the editor shows it', async () => {
    const { connection, folder } = await start(desk, { files });
    const profileUri = uriOf(folder, 'confer-agent.profile.yml');
    const unsaved = `# not saved yet\n${deskProfile}`;
    await open(connection, profileUri, unsaved);
    const edit = await connection
      .sendRequest(RenameRequest.type, {
        textDocument: { uri: profileUri },
        position: rangeOf(unsaved, 'Desk:').start,
        newName: 'Counter: front',
      })
      .catch((error: unknown) => error);
    expect(edit).toMatchObject({ message: expect.stringMatching(/cannot be a name/) });
    const renamed = await connection.sendRequest(RenameRequest.type, {
      textDocument: { uri: profileUri },
      position: rangeOf(unsaved, 'Desk:').start,
      newName: '#1',
    });
    expect(edited(unsaved, profileUri, renamed)).toBe(unsaved.replace('Desk:', '"#1":'));
    expect(renamed?.documentChanges).toContainEqual(
      expect.objectContaining({ textDocument: { uri: profileUri, version: 1 } }),
    );
  });

  it('refuses a name that stands for somebody else, and says for whom', async () => {
    const { connection, uri } = await start(desk, { files });
    const rename = connection.sendRequest(RenameRequest.type, {
      textDocument: { uri },
      position: rangeOf(desk, 'Desk | small').start,
      newName: 'the shelf',
    });
    await expect(rename).rejects.toThrow(/the shelf would be read as Shelf/);
  });

  it('offers the name without its remark, and nothing where there is no name', async () => {
    const { connection, uri } = await start(desk, { files });
    const ask = (piece: string): Promise<unknown> =>
      connection.sendRequest(PrepareRenameRequest.type, {
        textDocument: { uri },
        position: rangeOf(desk, piece).start,
      });
    expect(await ask('Shelf (one machine)')).toMatchObject({ placeholder: 'Shelf' });
    expect(await ask('99.95%')).toBeNull();
  });
});
