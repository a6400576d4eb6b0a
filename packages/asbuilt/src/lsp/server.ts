import type { Readable, Writable } from 'node:stream';
import { type Analysis, isOverview } from './analysis.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { type Documents, followDocuments } from './documents.ts';
import { foldingOf } from './folding.ts';
import { hoverAt } from './hover.ts';
import { type LspExitCode, lifetimeOf } from './lifetime.ts';
import { type Clock, type Pace, paced } from './pace.ts';
import {
  type Connection,
  createConnection,
  createProtocolConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  MarkupKind,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
  WatchKind,
} from './protocol.ts';
import { publisher } from './publisher.ts';
import { symbolsOf } from './symbols.ts';

/** What the server is, and what it is connected to. */
export interface LspOptions {
  readonly version: string;
  /** Messages of the Language Server Protocol, both ways. */
  readonly input: Readable;
  readonly output: Writable;
  /** Aborted when the server has to end although its input goes on. */
  readonly signal: AbortSignal;
  /** The editor's process, when the command line names it. */
  readonly processId?: number;
  /** Where errors of the server itself go: not to the output. */
  readonly log: (text: string) => void;
}

const clock: Clock = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** Serves one editor, until it ends. */
export async function serveLsp(options: LspOptions): Promise<LspExitCode> {
  const { input, output, signal, processId, version, log } = options;
  const lifetime = lifetimeOf(input, signal);
  if (processId !== undefined) lifetime.follow(processId);
  const reader = new StreamMessageReader(input);
  reader.onError((error) => log(`a message cannot be read: ${error.message}`));
  const connection = createConnection(
    (logger) => createProtocolConnection(reader, new StreamMessageWriter(output), logger),
    lifetime.watchDog,
  );
  const features = serveFeatures(connection, log);
  connection.onInitialize((params) => {
    features.initialize(params);
    return capabilitiesOf(version);
  });
  connection.listen();
  const code = await lifetime.ended;
  features.stop();
  connection.dispose();
  input.destroy();
  return code;
}

function capabilitiesOf(version: string): InitializeResult {
  return {
    serverInfo: { name: 'asbuilt', version },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      hoverProvider: true,
      documentSymbolProvider: true,
      foldingRangeProvider: true,
    },
  };
}

interface Features {
  readonly initialize: (params: InitializeParams) => void;
  readonly stop: () => void;
}

/** Wires each feature to what the editor asks: one file a feature. */
function serveFeatures(connection: Connection, log: (text: string) => void): Features {
  let hoverKind: MarkupKind = MarkupKind.Markdown;
  const documents = serveDiagnostics(connection, log);
  const about = async <T>(uri: string, otherwise: T, answer: (analysis: Analysis) => T): Promise<T> => {
    const analysis = await documents.analysisOf(uri);
    return analysis !== undefined && isOverview(analysis) ? answer(analysis) : otherwise;
  };
  connection.onHover(({ textDocument, position }) =>
    about(textDocument.uri, null, (analysis) => hoverAt(analysis, position, hoverKind)),
  );
  connection.onDocumentSymbol(({ textDocument }) => about(textDocument.uri, [], symbolsOf));
  connection.onFoldingRanges(({ textDocument }) => about(textDocument.uri, [], foldingOf));
  return {
    initialize: ({ capabilities }) => {
      hoverKind = capabilities.textDocument?.hover?.contentFormat?.[0] ?? MarkupKind.PlainText;
      if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
        connection.onInitialized(() => watchFiles(connection, log));
      }
    },
    stop: documents.stop,
  };
}

function serveDiagnostics(
  connection: Connection,
  log: (text: string) => void,
): Documents & { readonly stop: () => void } {
  const shown = publisher((uri, diagnostics, version) => {
    const sent = { uri, diagnostics: [...diagnostics], ...(version !== undefined && { version }) };
    connection.sendDiagnostics(sent).catch((error: unknown) => log(`the findings cannot be sent: ${String(error)}`));
  });
  const checkNow = async (uri: string): Promise<void> => {
    const analysis = await documents.analysisOf(uri);
    // Another version came while this one was read: it is checked in its turn.
    if (analysis === undefined || documents.versionOf(uri) !== analysis.version) return;
    shown.publish(uri, analysis.version, isOverview(analysis) ? diagnosticsOf(analysis) : new Map([[uri, []]]));
  };
  const pace: Pace = paced(
    (uri) => checkNow(uri).catch((error: unknown) => log(`${uri} cannot be checked: ${String(error)}`)),
    clock,
  );
  const again = (): void => {
    documents.forget();
    for (const uri of documents.open()) pace.touch(uri);
  };
  const documents = followDocuments(connection, {
    changed: pace.touch,
    saved: again,
    closed: (uri) => {
      pace.drop(uri);
      shown.clear(uri);
    },
  });
  connection.onDidChangeWatchedFiles(again);
  return { ...documents, stop: pace.stop };
}

/** Asks to be told when a profile changes, or a file comes or goes that an overview may promise. */
async function watchFiles(connection: Connection, log: (text: string) => void): Promise<void> {
  try {
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [
        { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
        { globPattern: '**/*.{yml,yaml}', kind: WatchKind.Change },
      ],
    });
  } catch (error) {
    log(`the editor does not watch files, so a changed profile counts from the next save on: ${String(error)}`);
  }
}
