import { type InitializeParams, type InitializeResult, MarkupKind, TextDocumentSyncKind } from './protocol.ts';
import { semanticLegend } from './semantic-tokens.ts';

/** What the server offers. */
export function offered(version: string): InitializeResult {
  return {
    serverInfo: { name: 'asbuilt', version },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      hoverProvider: true,
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.asbuilt'] },
      completionProvider: { triggerCharacters: ['{', '|', '>', '→', ' ', '('] },
      definitionProvider: true,
      referencesProvider: true,
      renameProvider: { prepareProvider: true },
      semanticTokensProvider: { legend: semanticLegend, full: true, range: true },
      inlayHintProvider: true,
      documentFormattingProvider: true,
      documentRangeFormattingProvider: true,
    },
  };
}

/** What the editor can do that changes an answer. */
export interface Abilities {
  readonly hover: MarkupKind;
  readonly watchesFiles: boolean;
  /** Edits that say which version of a document they are for. */
  readonly versionedEdits: boolean;
  /** Edits with a place that the user fills in. */
  readonly snippetEdits: boolean;
  /** Whether the project's own rules may run: its user trusts the folder (`initializationOptions: { ruleModules: true }`). */
  readonly runsRules: boolean;
}

/** Before the editor said anything. */
export const leastAbilities: Abilities = {
  hover: MarkupKind.PlainText,
  watchesFiles: false,
  versionedEdits: false,
  snippetEdits: false,
  runsRules: false,
};

export function abilitiesOf({ capabilities, initializationOptions }: InitializeParams): Abilities {
  const { textDocument, workspace } = capabilities;
  const versionedEdits = workspace?.workspaceEdit?.documentChanges === true;
  return {
    hover: textDocument?.hover?.contentFormat?.[0] ?? MarkupKind.PlainText,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    versionedEdits,
    snippetEdits: versionedEdits && workspace?.workspaceEdit?.snippetEditSupport === true,
    runsRules: mayRunRules(initializationOptions),
  };
}

function mayRunRules(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'ruleModules' in options && options.ruleModules === true;
}
