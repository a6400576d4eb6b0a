/*
 * What the language server takes from packages. scripts/bundle.mjs makes a file of its own of this module, which is
 * loaded when the server starts: import packages here only.
 */
export {
  type Connection,
  createConnection,
  type Diagnostic,
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
  type DocumentSymbol,
  type FoldingRange,
  FoldingRangeKind,
  type Hover,
  type InitializeParams,
  type InitializeResult,
  MarkupKind,
  type Position,
  type Range,
  SymbolKind,
  TextDocumentSyncKind,
  TextDocuments,
  WatchKind,
} from 'vscode-languageserver';
export { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
export { TextDocument } from 'vscode-languageserver-textdocument';
