import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidSaveTextDocumentNotification,
  FileChangeType,
  RegistrationRequest,
} from 'vscode-languageserver/node';
import { overview } from '../cli/support/documents.ts';
import { bundledTool } from './support/bundled.ts';
import { change, late, open, quietProfile as profile, rangeOf, sessionWith, uriOf } from './support/editor.ts';

let tool: Awaited<ReturnType<typeof bundledTool>>;

beforeAll(async () => {
  tool = await bundledTool();
});

afterAll(() => tool.remove());

describe('the findings of an open document', () => {
  it('stand where they are, with the rule, its page and the other places', async () => {
    const { connection, next, uri } = await sessionWith(tool.script);
    await open(connection, uri, late);
    const { diagnostics, version } = await next(uri);
    expect(version).toBe(1);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]).toMatchObject({
      source: 'asbuilt',
      severity: 1,
      code: 'timeouts-nest',
      range: rangeOf(late, '10s'),
      message: expect.stringMatching(/^Desk is given up after 10 s, .*\n.*Shorten Shelf/),
    });
    expect(diagnostics[0]?.relatedInformation?.map(({ location }) => location)).toContainEqual({
      uri,
      range: rangeOf(late, '12s'),
    });
  });

  it('lead to the page of their rule, which lies beside the tool', async () => {
    const { connection, next, uri } = await sessionWith(tool.script);
    await open(connection, uri, late);
    const { diagnostics } = await next(uri);
    const page = await readFile(new URL(diagnostics[0]?.codeDescription?.href ?? ''), 'utf8');
    expect(page).toMatch(/^# What a service waits for fits inside/);
  });

  it('are those of the text as the editor shows it, edit by edit, not of the file', async () => {
    const { connection, next, uri } = await sessionWith(tool.script);
    await open(connection, uri, overview());
    expect(await next(uri)).toMatchObject({ version: 1, diagnostics: [] });
    await change(connection, uri, 2, { range: rangeOf(overview(), '5s |'), text: '12s |' });
    expect(await next(uri)).toMatchObject({ version: 2, diagnostics: [{ code: 'timeouts-nest' }] });
    await change(connection, uri, 3, { range: rangeOf(late, '12s'), text: '4s' });
    expect(await next(uri)).toMatchObject({ version: 3, diagnostics: [] });
  });

  it('come for the last version of a burst of typing, and not for each', async () => {
    const { connection, next, published, uri } = await sessionWith(tool.script);
    await open(connection, uri, overview());
    await next(uri);
    const sent = Array.from({ length: 40 }, (_, index) =>
      change(connection, uri, index + 2, { text: index % 2 === 0 ? late : `${late}\n` }),
    );
    await Promise.all(sent);
    await expect.poll(() => published.at(-1)).toMatchObject({ version: 41, diagnostics: [{ code: 'timeouts-nest' }] });
    await pause(400);
    // A machine that is busy may pause amid the burst; what the pace does then, its own tests hold.
    expect(published.length).toBeLessThan(21);
    expect(published.at(-1)?.version).toBe(41);
  });

  it('are taken back when it is closed, and do not come any more', async () => {
    const { connection, next, published, uri } = await sessionWith(tool.script);
    await open(connection, uri, late);
    await next(uri);
    await change(connection, uri, 2, { text: `${late}\n` });
    await connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
    await expect.poll(() => published.at(-1)?.diagnostics).toEqual([]);
    const { length } = published;
    await pause(400);
    expect(published).toHaveLength(length);
  });

  it('stand in the profile when it is wrong, until that is mended on disk', async () => {
    const broken = profile.replace('http_port: 4810', 'http_prt: 4810');
    const { connection, next, folder, uri } = await sessionWith(tool.script, { 'confer-agent.profile.yml': broken });
    const profileUri = uriOf(folder, 'confer-agent.profile.yml');
    await open(connection, uri, overview());
    expect(await next(profileUri)).toMatchObject({
      diagnostics: [{ code: 'profile-is-valid', range: rangeOf(broken, 'http_prt') }],
    });
    await writeFile(join(folder, 'confer-agent.profile.yml'), profile);
    await connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: profileUri, type: FileChangeType.Changed }],
    });
    expect(await next(profileUri)).toMatchObject({ diagnostics: [] });
  });

  it('count the surroundings anew when something is saved, for editors that watch no files', async () => {
    const { connection, next, folder, uri } = await sessionWith(tool.script);
    const text = `${overview()}\n## File Map & Artifacts\n\n- \`docs/handbook.md\` → how the desk works\n`;
    await open(connection, uri, text);
    expect(await next(uri)).toMatchObject({ diagnostics: [{ code: 'artifacts-exist' }] });
    await mkdir(join(folder, 'docs'));
    await writeFile(join(folder, 'docs/handbook.md'), '# Handbook\n');
    await connection.sendNotification(DidSaveTextDocumentNotification.type, { textDocument: { uri } });
    expect(await next(uri)).toMatchObject({ diagnostics: [] });
  });

  it('begin with what keeps the profile from being read', async () => {
    const { connection, next, folder, uri } = await sessionWith(tool.script);
    await rm(join(folder, 'confer-agent.profile.yml'));
    await mkdir(join(folder, 'confer-agent.profile.yml'));
    await open(connection, uri, late);
    const { diagnostics } = await next(uri);
    expect(diagnostics[0]).toMatchObject({
      severity: 1,
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      message: expect.stringMatching(/^confer-agent\.profile\.yml is a folder/),
    });
    expect(diagnostics.map(({ code }) => code)).toContain('timeouts-nest');
  });

  it('come for a document that is no file yet, without what needs files', async () => {
    const { connection, next } = await sessionWith(tool.script);
    await open(connection, 'untitled:Untitled-1', `${late}\n[gone](docs/gone.md)\n`);
    const codes = (await next('untitled:Untitled-1')).diagnostics.map(({ code }) => code);
    expect(codes).toContain('timeouts-nest');
    expect(codes).not.toContain('links-resolve');
  });

  it('are none for a Markdown file that is no overview', async () => {
    const { connection, next, folder } = await sessionWith(tool.script);
    const uri = uriOf(folder, 'README.md');
    await open(connection, uri, '# Desk\n\n## Security\n\nSee [gone](gone.md).\n');
    expect(await next(uri)).toMatchObject({ diagnostics: [] });
  });

  it('are told for files that come and go where the editor watches them', async () => {
    const { connection } = await sessionWith(
      tool.script,
      {},
      { initialize: { capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } } } },
    );
    const registered = await new Promise((resolve) => {
      connection.onRequest(RegistrationRequest.type, ({ registrations }) => resolve(registrations));
    });
    expect(registered).toMatchObject([{ method: 'workspace/didChangeWatchedFiles' }]);
  });
});
