import { describe, expect, it } from 'vitest';
import { DidCloseTextDocumentNotification } from 'vscode-languageserver/node';
import { overview } from '../cli/support/documents.ts';
import { sessions } from './support/bundled-session.ts';
import { desk } from './support/desk.ts';
import { change, open, quietProfile as profile, rangeOf, uriOf } from './support/editor.ts';

const start = sessions();
const broken = profile.replace('http_port', 'http_prt');

describe('a profile that is open', () => {
  it('counts for its overview as the editor shows it', async () => {
    const { connection, folder, next, uri } = await start(overview());
    expect(await next(uri)).toMatchObject({ diagnostics: [] });
    const profileUri = uriOf(folder, 'confer-agent.profile.yml');
    await open(connection, profileUri, profile.replace('4810', '4811'));
    const { diagnostics } = await next(uri, (published) => published.diagnostics.length > 0);
    expect(diagnostics).toMatchObject([{ code: 'ports-agree' }]);
    await change(connection, profileUri, 2, { text: profile });
    expect(await next(uri, (published) => published.diagnostics.length === 0)).toMatchObject({ diagnostics: [] });
  });

  it('has its findings once, although its overview finds them too', async () => {
    const { connection, folder, next, uri } = await start(overview());
    const profileUri = uriOf(folder, 'confer-agent.profile.yml');
    await open(connection, profileUri, broken);
    const { diagnostics } = await next(profileUri, (published) => published.diagnostics.length > 0);
    expect(diagnostics.filter(({ range }) => range.start.line === 1)).toMatchObject([
      { code: 'profile-is-valid', range: rangeOf(broken, 'http_prt') },
    ]);
    await next(uri);
  });

  it('has them too where it alone is open, of the overview that lies beside it', async () => {
    const { connection, folder, next, uri } = await start(overview());
    await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    const profileUri = uriOf(folder, 'confer-agent.profile.yml');
    await open(connection, profileUri, broken.replace('rules:\n', 'rules:\n  timeouts-nets: off\n'));
    const { diagnostics } = await next(profileUri, (published) => published.diagnostics.length > 1);
    expect(diagnostics).toMatchObject([
      { message: expect.stringMatching(/unknown key/) },
      { message: expect.stringMatching(/timeouts-nets/) },
    ]);
  });

  it('is checked by itself where no overview uses it', async () => {
    const files = { 'other/confer-agent.profile.yml': broken };
    const { connection, folder, next } = await start(desk, { files });
    const profileUri = uriOf(folder, 'other/confer-agent.profile.yml');
    await open(connection, profileUri, broken);
    expect(await next(profileUri)).toMatchObject({ diagnostics: [{ code: 'profile-is-valid' }] });
  });
});
