import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished } from 'vitest';
import {
  createProtocolConnection,
  InitializedNotification,
  type InitializeParams,
  InitializeRequest,
  type InitializeResult,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

/** An editor with a server of its own. */
export interface Session {
  readonly connection: ProtocolConnection;
  readonly child: ChildProcessWithoutNullStreams;
  readonly initialized: InitializeResult;
  /** Everything that was published so far, in order. */
  readonly published: readonly PublishDiagnosticsParams[];
  /** The next publication for a URI that was not given out yet, and that fits. */
  readonly next: (
    uri: string,
    fits?: (published: PublishDiagnosticsParams) => boolean,
  ) => Promise<PublishDiagnosticsParams>;
  readonly stderr: () => string;
  /** The exit code, once it ended. */
  readonly code: Promise<number | null>;
}

export interface SessionOptions {
  readonly script: string;
  readonly folder: string;
  readonly argv?: readonly string[];
  readonly initialize?: Partial<InitializeParams>;
}

const editor: InitializeParams['capabilities'] = {
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    publishDiagnostics: { relatedInformation: true, versionSupport: true, codeDescriptionSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
  workspace: { workspaceEdit: { documentChanges: true } },
};

/** Starts `asbuilt lsp` as an editor does; it is ended with the test. */
export async function startSession({ script, folder, argv = [], initialize }: SessionOptions): Promise<Session> {
  const child = spawn(process.execPath, [script, 'lsp', ...argv], { cwd: folder });
  const code = once(child, 'close').then(() => child.exitCode);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const reader = new StreamMessageReader(child.stdout);
  const protocolErrors: unknown[] = [];
  reader.onError((error) => protocolErrors.push(error));
  const connection = createProtocolConnection(reader, new StreamMessageWriter(child.stdin));
  // A server that ended leaves the editor with a broken pipe.
  connection.onError(() => undefined);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await code;
    connection.dispose();
    // Nothing but messages may come out, whatever happened.
    expect(protocolErrors).toEqual([]);
  });
  const { published, next } = followPublications(connection);
  connection.listen();
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: null,
    rootUri: pathToFileURL(folder).href,
    capabilities: editor,
    ...initialize,
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return { connection, child, initialized, published, next, stderr: () => stderr, code };
}

function followPublications(connection: ProtocolConnection): Pick<Session, 'published' | 'next'> {
  const published: PublishDiagnosticsParams[] = [];
  const waiting: PublishDiagnosticsParams[] = [];
  const wakes = new Set<() => void>();
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    published.push(params);
    waiting.push(params);
    for (const wake of wakes) wake();
  });
  const next: Session['next'] = (uri, fits = () => true) =>
    new Promise((resolve) => {
      const look = (): void => {
        const at = waiting.findIndex((each) => each.uri === uri && fits(each));
        const [found] = at < 0 ? [] : waiting.splice(at, 1);
        if (found === undefined) return;
        wakes.delete(look);
        resolve(found);
      };
      wakes.add(look);
      look();
    });
  return { published, next };
}
