import { type EditorDisk, editorDisk } from '#files/editor-disk';
import { type Analysis, analyse, pathOf } from './analysis.ts';
import { type Connection, TextDocument, TextDocuments } from './protocol.ts';

/** The documents that the editor has open, each as the editor shows it. */
export interface Documents {
  /** The present version of a document, read; undefined when it is not open. */
  readonly analysisOf: (uri: string) => Promise<Analysis | undefined>;
  readonly versionOf: (uri: string) => number | undefined;
  readonly textOf: (uri: string) => string | undefined;
  /** Reads each document again when it is next asked for: something that is open beside it changed. */
  readonly reread: () => void;
  /** Forgets what was read from disk too. */
  readonly forget: () => void;
  readonly open: () => readonly string[];
  readonly disk: EditorDisk;
}

export interface DocumentEvents {
  /** Also when it is opened. */
  readonly changed: (uri: string) => void;
  readonly saved: (uri: string) => void;
  readonly closed: (uri: string) => void;
}

/** Follows the open documents. A version is read once, when it is first asked for. */
export function followDocuments(connection: Connection, { changed, saved, closed }: DocumentEvents): Documents {
  const documents = new TextDocuments(TextDocument);
  const read = new Map<string, Reading>();
  const uris = new Map<string, string>();
  const textOf = (uri: string): string | undefined => documents.get(uri)?.getText();
  const disk = editorDisk((path) => {
    const uri = uris.get(path);
    return uri === undefined ? undefined : textOf(uri);
  });
  documents.onDidOpen(({ document: { uri } }) => {
    const path = pathOf(uri);
    if (path !== undefined) uris.set(path, uri);
  });
  documents.onDidChangeContent(({ document }) => changed(document.uri));
  documents.onDidSave(({ document }) => saved(document.uri));
  documents.onDidClose(({ document: { uri } }) => {
    read.delete(uri);
    uris.delete(pathOf(uri) ?? '');
    closed(uri);
  });
  documents.listen(connection);
  const present = (uri: string): Reading | undefined => {
    const document = documents.get(uri);
    if (document === undefined) return undefined;
    const { version } = document;
    const known = read.get(uri);
    if (known?.version === version) return known;
    // The text is taken now: the document changes in place when the next edit comes.
    const reading = { version, analysis: analyse({ uri, version, text: document.getText() }, disk) };
    read.set(uri, reading);
    return reading;
  };
  return {
    analysisOf: async (uri) => present(uri)?.analysis,
    versionOf: (uri) => documents.get(uri)?.version,
    textOf,
    reread: () => read.clear(),
    forget: () => {
      read.clear();
      disk.forget();
    },
    open: () => documents.keys(),
    disk,
  };
}

interface Reading {
  readonly version: number;
  readonly analysis: Promise<Analysis>;
}
