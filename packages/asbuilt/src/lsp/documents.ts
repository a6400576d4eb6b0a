import { type Analysis, analyse } from './analysis.ts';
import { type Connection, TextDocument, TextDocuments } from './protocol.ts';

/** The documents that the editor has open, each as the editor shows it. */
export interface Documents {
  /** The present version of a document, read; undefined when it is not open. */
  readonly analysisOf: (uri: string) => Promise<Analysis | undefined>;
  readonly versionOf: (uri: string) => number | undefined;
  /** Forgets what was read from disk; the next question reads it again. */
  readonly forget: () => void;
  readonly open: () => readonly string[];
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
  const read = new Map<string, { readonly version: number; readonly analysis: Promise<Analysis> }>();
  documents.onDidChangeContent(({ document }) => changed(document.uri));
  documents.onDidSave(({ document }) => saved(document.uri));
  documents.onDidClose(({ document }) => {
    read.delete(document.uri);
    closed(document.uri);
  });
  documents.listen(connection);
  return {
    analysisOf: async (uri) => {
      const document = documents.get(uri);
      if (document === undefined) return undefined;
      const { version } = document;
      const known = read.get(uri);
      if (known?.version === version) return known.analysis;
      // The text is taken now: the document changes in place when the next edit comes.
      const analysis = analyse({ uri, version, text: document.getText() });
      read.set(uri, { version, analysis });
      return analysis;
    },
    versionOf: (uri) => documents.get(uri)?.version,
    forget: () => read.clear(),
    open: () => documents.keys(),
  };
}
