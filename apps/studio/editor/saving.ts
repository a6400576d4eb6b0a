import type { Overview, OverviewDraft } from '#client/api';
import type { Problem } from '#client/problem';
import type { KeptDraft } from './kept-draft.ts';

/** Where the user's work stands between the editor and the API. */
export type Saving =
  | { readonly kind: 'saved' }
  | { readonly kind: 'unsaved' }
  /** The draft is on its way; what is typed meanwhile is not part of it. */
  | { readonly kind: 'saving'; readonly sent: OverviewDraft }
  /** Somebody else has saved since: `theirs` is what stands there now. */
  | { readonly kind: 'conflict'; readonly theirs: Overview }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** What the editor holds of an overview. */
export interface EditingState {
  /** What the API holds, as far as we know: the version that the next save replaces. */
  readonly base: Overview;
  readonly draft: OverviewDraft;
  readonly saving: Saving;
}

export type EditingEvent =
  | { readonly kind: 'typed'; readonly text: string }
  | { readonly kind: 'renamed'; readonly name: string }
  | { readonly kind: 'save-began' }
  | { readonly kind: 'save-succeeded'; readonly overview: Overview }
  | { readonly kind: 'save-refused'; readonly theirs: Overview }
  | { readonly kind: 'save-failed'; readonly problem: Problem }
  | { readonly kind: 'moved'; readonly overview: Overview }
  /** The unsaved work was thrown away. */
  | { readonly kind: 'reset'; readonly overview: Overview }
  | { readonly kind: 'decided'; readonly decision: Decision };

/**
 * How a conflict ends: with our draft on top of their version, not saved yet; with their version, ours staying in the
 * editor's history; or not now, with nothing lost.
 */
export type Decision = 'keep-mine' | 'take-theirs' | 'later';

/**
 * An overview as it was read, with the unsaved work that this browser kept of it. Work that was made from an older version
 * still replaces only that one, so that saving it tells of what was saved since.
 */
export function opened(overview: Overview, kept?: KeptDraft): EditingState {
  const base = kept === undefined ? overview : { ...overview, version: kept.version };
  const draft = kept === undefined ? draftOf(overview) : { name: kept.name, text: kept.text };
  return settle({ base, draft, saving: { kind: 'saved' } });
}

function draftOf({ name, text }: Overview): OverviewDraft {
  return { name, text };
}

/** Whether something would be lost if the page were closed now. */
export function hasUnsavedWork({ base, draft }: EditingState): boolean {
  return base.text !== draft.text || base.name !== draft.name;
}

/** The next state. Pure: what is sent over the network is decided by `use-editing.ts`. */
export function editing(state: EditingState, event: EditingEvent): EditingState {
  switch (event.kind) {
    case 'typed':
      return edited(state, { ...state.draft, text: event.text });
    case 'renamed':
      return edited(state, { ...state.draft, name: event.name });
    case 'save-began':
      return { ...state, saving: { kind: 'saving', sent: state.draft } };
    case 'save-succeeded':
      return settle({ ...state, base: event.overview });
    case 'save-refused':
      return { ...state, saving: { kind: 'conflict', theirs: event.theirs } };
    case 'save-failed':
      return { ...state, saving: { kind: 'failed', problem: event.problem } };
    case 'moved':
      return moved(state, event.overview);
    case 'reset':
      return opened(event.overview);
    case 'decided':
      return decided(state, event.decision);
  }
}

function decided(state: EditingState, decision: Decision): EditingState {
  if (state.saving.kind !== 'conflict') return state;
  const { theirs } = state.saving;
  switch (decision) {
    case 'keep-mine':
      return settle({ ...state, base: theirs });
    case 'take-theirs':
      return settle({ ...state, base: theirs, draft: draftOf(theirs) });
    case 'later':
      return settle(state);
  }
}

/** A move changes the status only. Where the text behind it is not the one we know, the next save must still find that out. */
function moved(state: EditingState, overview: Overview): EditingState {
  const isOurs = overview.version === state.base.version;
  return { ...state, base: isOurs ? overview : { ...state.base, status: overview.status } };
}

function edited(state: EditingState, draft: OverviewDraft): EditingState {
  const next = { ...state, draft };
  return state.saving.kind === 'saving' || state.saving.kind === 'conflict' ? next : settle(next);
}

function settle(state: EditingState): EditingState {
  return { ...state, saving: { kind: hasUnsavedWork(state) ? 'unsaved' : 'saved' } };
}
