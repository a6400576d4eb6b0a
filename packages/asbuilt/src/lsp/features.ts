import { type Analysis, isProfile } from './analysis.ts';
import { type Abilities, abilitiesOf, leastAbilities } from './capabilities.ts';
import { type ActionStyle, codeActionsAt } from './code-actions.ts';
import { completionAt } from './completion.ts';
import { foldingOf } from './folding.ts';
import { formattingOf } from './formatting.ts';
import { hoverAt } from './hover.ts';
import { inlayHintsIn } from './inlay-hints.ts';
import { definitionAt, referencesAt } from './navigation.ts';
import { profileCompletionAt } from './profile-completion.ts';
import {
  type Connection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type Range,
  type TextEdit,
  WatchKind,
} from './protocol.ts';
import { renamableAt, renameAt } from './rename.ts';
import { semanticTokensOf } from './semantic-tokens.ts';
import { type ServedDocuments, serveDiagnostics } from './serve-diagnostics.ts';
import { symbolsOf } from './symbols.ts';

export interface Features {
  readonly initialize: (params: InitializeParams) => void;
  readonly stop: () => void;
}

/** What the features share: the documents, and what the editor can do. */
interface Serving {
  readonly connection: Connection;
  readonly documents: ServedDocuments;
  readonly abilities: () => Abilities;
}

/** Wires each feature to what the editor asks: one file a feature. */
export function serveFeatures(connection: Connection, log: (text: string) => void): Features {
  let abilities = leastAbilities;
  const documents = serveDiagnostics(connection, log, () => abilities.runsRules);
  const serving = { connection, documents, abilities: () => abilities };
  serveReading(serving);
  serveWriting(serving);
  serveNames(serving);
  connection.onDidChangeWatchedFiles(documents.again);
  return {
    initialize: (params) => {
      abilities = abilitiesOf(params);
      if (abilities.watchesFiles) connection.onInitialized(() => watchFiles(connection, log));
    },
    stop: documents.stop,
  };
}

/** What an editor shows of an overview. */
function serveReading({ connection, documents, abilities }: Serving): void {
  const about = async <T>(uri: string, otherwise: T, answer: (analysis: Analysis) => T): Promise<T> => {
    const [analysis] = isProfile(uri) ? [] : await ownOverviews(uri, documents);
    return analysis === undefined ? otherwise : answer(analysis);
  };
  connection.onHover(async ({ textDocument: { uri }, position }) => {
    const [analysis] = isProfile(uri) ? [] : await documents.overviewsAbout(uri);
    return analysis === undefined ? null : hoverAt(analysis, { uri, position }, abilities().hover);
  });
  connection.onDocumentSymbol(({ textDocument }) => about(textDocument.uri, [], symbolsOf));
  connection.onFoldingRanges(({ textDocument }) => about(textDocument.uri, [], foldingOf));
  connection.languages.semanticTokens.on(({ textDocument }) =>
    about(textDocument.uri, { data: [] }, (analysis) => semanticTokensOf(analysis)),
  );
  connection.languages.semanticTokens.onRange(({ textDocument, range }) =>
    about(textDocument.uri, { data: [] }, (analysis) => semanticTokensOf(analysis, range)),
  );
  connection.languages.inlayHint.on(({ textDocument, range }) =>
    about(textDocument.uri, [], (analysis) => inlayHintsIn(analysis, range)),
  );
}

/** The outline of a text, and what is written into its margins, is asked of the document alone, not of one that includes it. */
async function ownOverviews(uri: string, documents: ServedDocuments): Promise<readonly Analysis[]> {
  return (await documents.overviewsAbout(uri)).filter((analysis) => analysis.uri === uri);
}

/** What an editor helps to write, in an overview and in its profile. */
function serveWriting({ connection, documents, abilities }: Serving): void {
  const style = (): ActionStyle => ({ ...abilities(), versionOf: documents.versionOf });
  connection.onCompletion(async ({ textDocument: { uri }, position }) => {
    const [analysis] = await documents.overviewsAbout(uri);
    if (analysis === undefined) return [];
    return isProfile(uri) ? profileCompletionAt(analysis, uri, position) : completionAt(analysis, { uri, position });
  });
  const formatting = async (uri: string, range?: Range): Promise<TextEdit[]> => {
    const [analysis] = isProfile(uri) ? [] : await documents.overviewsAbout(uri);
    return analysis === undefined ? [] : formattingOf(analysis, uri, range);
  };
  connection.onDocumentFormatting(({ textDocument: { uri } }) => formatting(uri));
  connection.onDocumentRangeFormatting(({ textDocument: { uri }, range }) => formatting(uri, range));
  connection.onCodeAction(async (params) => {
    const [analysis] = await documents.overviewsAbout(params.textDocument.uri);
    return analysis === undefined ? [] : codeActionsAt(analysis, params, style());
  });
}

/** Names, across the overview and its profile. */
function serveNames({ connection, documents, abilities }: Serving): void {
  connection.onDefinition(async ({ textDocument: { uri }, position }) => {
    const analyses = await documents.overviewsAbout(uri);
    return analyses.flatMap((analysis) => definitionAt(analysis, uri, position));
  });
  connection.onReferences(async (params) => {
    const { uri } = params.textDocument;
    const analyses = await documents.overviewsAbout(uri);
    return analyses.flatMap((analysis) => referencesAt(analysis, uri, params));
  });
  connection.onPrepareRename(async ({ textDocument: { uri }, position }) => {
    const [analysis] = await documents.overviewsAbout(uri);
    return analysis === undefined ? null : renamableAt(analysis, uri, position);
  });
  connection.onRenameRequest(async ({ textDocument: { uri }, position, newName }) => {
    const [analysis] = await documents.overviewsAbout(uri);
    if (analysis === undefined) return null;
    const style = { ...abilities(), versionOf: documents.versionOf };
    return renameAt(analysis, { uri, position, newName }, style);
  });
}

/** Asks to be told when a profile or an included file changes, or a file comes or goes that an overview may promise. */
async function watchFiles(connection: Connection, log: (text: string) => void): Promise<void> {
  try {
    await connection.client.register(DidChangeWatchedFilesNotification.type, {
      watchers: [
        { globPattern: '**/*', kind: WatchKind.Create | WatchKind.Delete },
        { globPattern: '**/*.{yml,yaml,md}', kind: WatchKind.Change },
      ],
    });
  } catch (error) {
    log(`the editor does not watch files, so a changed profile counts from the next save on: ${String(error)}`);
  }
}
