import { createChecker } from '@asbuilt/core/check';
import { createReader } from '@asbuilt/core/overview';
import { editorDisk } from '#files/editor-disk';
import { type Analysis, analyse, pathOf, type Reading, type Versions } from './analysis.ts';
import { type Connection, TextDocument, TextDocuments } from './protocol.ts';

/** The documents that the editor has open, each as the editor shows it. */
export interface Documents {
  /** The present version of a document, read; undefined when it is not open. */
  readonly analysisOf: (uri: string) => Promise<Analysis | undefined>;
  readonly versionOf: (uri: string) => number | undefined;
  /** Reads each document again when it is next asked for: something that is open beside it changed. */
  readonly reread: () => void;
  /** Forgets what was read from disk too. */
  readonly forget: () => void;
  readonly open: () => readonly string[];
  /** How documents are read that are not open. */
  readonly reading: Reading;
}

export interface DocumentEvents {
  /** Also when it is opened. */
  readonly changed: (uri: string) => void;
  readonly saved: (uri: string) => void;
  readonly closed: (uri: string) => void;
}

/** Follows the open documents. A version is read once, when it is first asked for. */
export function followDocuments(
  connection: Connection,
  { changed, saved, closed }: DocumentEvents,
  mayRunRules: () => boolean,
): Documents {
  const documents = new TextDocuments(TextDocument);
  const read = new Map<string, Versioned>();
  const uris = new Map<string, string>();
  const versions = new Map<string, Versions>();
  const textOf = (uri: string): string | undefined => documents.get(uri)?.getText();
  const disk = editorDisk((path) => {
    const uri = uris.get(path);
    return uri === undefined ? undefined : textOf(uri);
  });
  const reading = { disk, mayRunRules };
  documents.onDidOpen(({ document: { uri } }) => {
    const path = pathOf(uri);
    if (path !== undefined) uris.set(path, uri);
    versions.set(uri, { reader: createReader(), checker: createChecker() });
  });
  documents.onDidChangeContent(({ document }) => changed(document.uri));
  documents.onDidSave(({ document }) => saved(document.uri));
  documents.onDidClose(({ document: { uri } }) => {
    read.delete(uri);
    versions.delete(uri);
    uris.delete(pathOf(uri) ?? '');
    closed(uri);
  });
  documents.listen(connection);
  const present = (uri: string): Versioned | undefined => {
    const document = documents.get(uri);
    if (document === undefined) return undefined;
    const { version } = document;
    const known = read.get(uri);
    if (known?.version === version) return known;
    // The text is taken now: the document changes in place when the next edit comes.
    const snapshot = { uri, version, text: document.getText() };
    const versioned = { version, analysis: analyse(snapshot, reading, versions.get(uri)) };
    read.set(uri, versioned);
    return versioned;
  };
  return {
    analysisOf: async (uri) => present(uri)?.analysis,
    versionOf: (uri) => documents.get(uri)?.version,
    reread: () => read.clear(),
    forget: () => {
      read.clear();
      disk.forget();
    },
    open: () => documents.keys(),
    reading,
  };
}

/** A version of a document, and what is read from it. */
interface Versioned {
  readonly version: number;
  readonly analysis: Promise<Analysis>;
}
