import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExitNotification, ShutdownRequest } from 'vscode-languageserver/node';
import packageJson from '../../package.json' with { type: 'json' };
import { run } from '../cli/support/packed.ts';
import { bundledTool } from './support/bundled.ts';
import { late, open, sessionWith } from './support/editor.ts';

let tool: Awaited<ReturnType<typeof bundledTool>>;

beforeAll(async () => {
  tool = await bundledTool();
});

afterAll(() => tool.remove());

describe('asbuilt lsp', () => {
  it('says who it is and what it can', async () => {
    const { initialized } = await sessionWith(tool.script, {}, { argv: ['--stdio'] });
    expect(initialized.serverInfo).toEqual({ name: 'asbuilt', version: packageJson.version });
    expect(initialized.capabilities).toMatchObject({
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: 2 },
      hoverProvider: true,
      documentSymbolProvider: true,
      foldingRangeProvider: true,
    });
  });
});

describe('asbuilt lsp ends', () => {
  it('with 0 after shutdown and exit', async () => {
    const { connection, code, stderr } = await sessionWith(tool.script);
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    expect(await code).toBe(0);
    expect(stderr()).toBe('');
  });

  it('with 1 after exit alone', async () => {
    const { connection, code } = await sessionWith(tool.script);
    await connection.sendNotification(ExitNotification.type);
    expect(await code).toBe(1);
  });

  it('with 1 when its input ends without a word, and with 0 after shutdown', async () => {
    const { child, code } = await sessionWith(tool.script);
    child.stdin.end();
    expect(await code).toBe(1);
    const polite = await sessionWith(tool.script);
    await polite.connection.sendRequest(ShutdownRequest.type);
    polite.child.stdin.end();
    expect(await polite.code).toBe(0);
  });

  it('when the process of the editor is gone, although its input stays open', async () => {
    const editor = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const { connection, next, uri, code } = await sessionWith(
      tool.script,
      {},
      { initialize: { processId: editor.pid ?? null } },
    );
    await open(connection, uri, late);
    await next(uri);
    editor.kill('SIGKILL');
    await once(editor, 'close');
    expect(await code).toBe(1);
  });

  it('also when the command line names that process', async () => {
    const editor = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const { code } = await sessionWith(tool.script, {}, { argv: ['--stdio', `--clientProcessId=${editor.pid}`] });
    editor.kill('SIGKILL');
    await once(editor, 'close');
    expect(await code).toBe(1);
  });

  it('when it is asked to, although that process goes on', async () => {
    const argv = ['--stdio', `--clientProcessId=${process.pid}`];
    const { connection, code } = await sessionWith(tool.script, {}, { argv, initialize: { processId: process.pid } });
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    expect(await code).toBe(0);
  });

  it('on SIGTERM, as every long-running command does', async () => {
    const { child, code } = await sessionWith(tool.script);
    child.kill('SIGTERM');
    expect(await code).toBe(143);
  });

  it('when nobody reads what it says any more', async () => {
    const { connection, child, code, uri } = await sessionWith(tool.script);
    child.stdout.destroy();
    await open(connection, uri, late);
    expect(await code).toBe(1);
  });

  it('with 2 for a process id that is none', async () => {
    const { code, stderr } = await run(process.execPath, [tool.script, 'lsp', '--clientProcessId', 'x'], '/');
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "asbuilt: --clientProcessId x is no process id: give the number of the editor's process.\n",
    });
  });

  it('with 1 after an input that is not the protocol, and says so on standard error only', async () => {
    const { child, code, stderr } = await sessionWith(tool.script);
    child.stdin.write('Content-Length: 5\r\n\r\n{bad}');
    await once(child.stderr, 'data');
    child.stdin.end();
    expect(await code).toBe(1);
    expect(stderr()).toMatch(/^asbuilt lsp: a message cannot be read: /);
  });
});
