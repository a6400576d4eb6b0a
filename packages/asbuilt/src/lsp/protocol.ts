/*
 * What the language server takes from packages. scripts/bundle.mjs makes a file of its own of this module, which is
 * loaded when the server starts: import packages here only.
 */
export {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type CompletionItem,
  CompletionItemKind,
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
  type InlayHint,
  type Location,
  LSPErrorCodes,
  MarkupKind,
  type Position,
  type Range,
  ResponseError,
  type SemanticTokens,
  SemanticTokensBuilder,
  type SemanticTokensLegend,
  SemanticTokenTypes,
  type SnippetTextEdit,
  SymbolKind,
  TextDocumentSyncKind,
  TextDocuments,
  type TextEdit,
  WatchKind,
  type WorkspaceEdit,
} from 'vscode-languageserver';
export { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';
export { TextDocument } from 'vscode-languageserver-textdocument';
