import type { Edit } from '@asbuilt/core/model';
import type { Place } from './places.ts';
import { rangeOf } from './positions.ts';
import type { SnippetTextEdit, TextEdit, WorkspaceEdit } from './protocol.ts';

/** How an editor takes edits. */
export interface EditStyle {
  readonly versionedEdits: boolean;
  /** The version in which a document is open; undefined for one that is not. */
  readonly versionOf: (uri: string) => number | undefined;
}

/** Changes of one text. */
export interface PlacedEdits {
  readonly place: Place;
  readonly edits: readonly Edit[];
}

/** Edits as the protocol has them; where the editor can, each for one version, so that no other is changed. */
export function workspaceEdit(changes: readonly PlacedEdits[], style: EditStyle): WorkspaceEdit {
  return ofTextEdits(
    changes.map(({ place: { uri, lines }, edits }) => ({
      uri,
      edits: edits.map(({ span, text }) => ({ range: rangeOf(lines, span), newText: text })),
    })),
    style,
  );
}

/** One insertion; `$1` and the like in `snippet` are places for the user to fill in. */
export function snippetEdit(place: Place, at: number, snippet: string, { versionOf }: EditStyle): WorkspaceEdit {
  const range = rangeOf(place.lines, { from: at, to: at });
  const edit: SnippetTextEdit = { range, snippet: { kind: 'snippet', value: snippet } };
  const textDocument = { uri: place.uri, version: versionOf(place.uri) ?? null };
  return { documentChanges: [{ textDocument, edits: [edit] }] };
}

interface UriEdits {
  readonly uri: string;
  readonly edits: TextEdit[];
}

function ofTextEdits(changes: readonly UriEdits[], { versionedEdits, versionOf }: EditStyle): WorkspaceEdit {
  if (!versionedEdits) return { changes: Object.fromEntries(changes.map(({ uri, edits }) => [uri, edits])) };
  return {
    documentChanges: changes.map(({ uri, edits }) => ({
      textDocument: { uri, version: versionOf(uri) ?? null },
      edits,
    })),
  };
}
