import { existsSync } from 'node:fs';
import { commands, type ExtensionContext, type TextDocument, window, workspace } from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { chooseServer } from './choose-server.ts';
import { documentPatterns, isOurs } from './documents.ts';

/** The server of this window, once a document needed it. */
const server: { client?: LanguageClient } = {};

/** Starts the server when the first overview or profile is open. */
export async function activate(context: ExtensionContext): Promise<void> {
  const bundled = context.asAbsolutePath('dist/server/asbuilt.js');
  const startFor = async (document: TextDocument): Promise<void> => {
    if (server.client === undefined && isOurs(document.uri.path)) await start(bundled);
  };
  const restart = async (): Promise<void> => {
    await stop();
    await start(bundled);
  };
  context.subscriptions.push(
    workspace.onDidOpenTextDocument((document) => void startFor(document)),
    commands.registerCommand('asbuilt.restart', restart),
    workspace.onDidGrantWorkspaceTrust(() => {
      if (server.client !== undefined) void restart();
    }),
    workspace.onDidChangeConfiguration((change) => {
      if (server.client !== undefined && change.affectsConfiguration('asbuilt.path')) void restart();
    }),
  );
  for (const document of workspace.textDocuments) await startFor(document);
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function start(bundled: string): Promise<void> {
  const choice = chooseServer({
    folders: (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
    isTrusted: workspace.isTrusted,
    path: workspace.getConfiguration('asbuilt').get('path', ''),
    bundled,
    exists: existsSync,
  });
  if ('problem' in choice) {
    await window.showErrorMessage(choice.problem);
    return;
  }
  const run = { module: choice.script, args: ['lsp'], transport: TransportKind.stdio };
  const client = new LanguageClient('asbuilt', 'Asbuilt', run, {
    documentSelector: [...documentPatterns],
    // The project's own rules are code of the folder.
    initializationOptions: { ruleModules: workspace.isTrusted },
  });
  server.client = client;
  try {
    await client.start();
  } catch (error) {
    delete server.client;
    await window.showErrorMessage(`${choice.script} cannot be started: ${String(error)}`);
  }
}

async function stop(): Promise<void> {
  const { client } = server;
  delete server.client;
  await client?.stop();
}
