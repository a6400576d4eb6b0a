import { describe, expect, it } from 'vitest';
import { type EditingEvent, type EditingState, editing, hasUnsavedWork, opened } from '#editor/saving';
import { overviewOf } from '../support/overview.ts';

const theirs = overviewOf({ text: 'theirs\n', name: 'Their shop', version: 2 });
const typed = (text: string): EditingEvent => ({ kind: 'typed', text });

function after(...events: readonly EditingEvent[]): EditingState {
  return events.reduce(editing, opened(overviewOf()));
}

describe('editing an overview', () => {
  it('begins with everything saved', () => {
    expect(after().saving).toEqual({ kind: 'saved' });
  });

  it('knows typed text as unsaved until it is what was saved again', () => {
    expect(after(typed('two\n')).saving).toEqual({ kind: 'unsaved' });
    expect(after(typed('two\n'), typed('one\n')).saving).toEqual({ kind: 'saved' });
  });

  it('counts another name as unsaved work', () => {
    expect(hasUnsavedWork(after({ kind: 'renamed', name: 'Store' }))).toBe(true);
  });

  it('is saved once the API has the draft', () => {
    const saved = overviewOf({ text: 'two\n', version: 2 });
    const state = after(typed('two\n'), { kind: 'save-began' }, { kind: 'save-succeeded', overview: saved });
    expect(state).toMatchObject({ saving: { kind: 'saved' }, base: { version: 2 } });
  });

  it('keeps as unsaved what was typed while the draft was on its way', () => {
    const saved = overviewOf({ text: 'two\n', version: 2 });
    const state = after(typed('two\n'), { kind: 'save-began' }, typed('two, three\n'), {
      kind: 'save-succeeded',
      overview: saved,
    });
    expect(state).toMatchObject({ saving: { kind: 'unsaved' }, draft: { text: 'two, three\n' }, base: { version: 2 } });
  });

  it('keeps the draft when saving fails', () => {
    const problem = { status: 503, title: 'The database does not answer' };
    const state = after(typed('two\n'), { kind: 'save-began' }, { kind: 'save-failed', problem });
    expect(state).toMatchObject({
      saving: { kind: 'failed', problem },
      draft: { text: 'two\n' },
      base: { version: 1 },
    });
  });
});

describe('a conflict', () => {
  const conflict = [typed('mine\n'), { kind: 'save-began' }, { kind: 'save-refused', theirs }] as const;

  it('changes neither draft nor base by itself', () => {
    expect(after(...conflict)).toMatchObject({ draft: { text: 'mine\n' }, base: { version: 1 }, saving: { theirs } });
  });

  it('ends, keeping mine, with my draft on top of their version', () => {
    const state = after(...conflict, { kind: 'decided', decision: 'keep-mine' });
    expect(state).toMatchObject({ draft: { text: 'mine\n' }, base: { version: 2 }, saving: { kind: 'unsaved' } });
  });

  it('ends, taking theirs, with their text and nothing unsaved', () => {
    const state = after(...conflict, { kind: 'decided', decision: 'take-theirs' });
    expect(state).toMatchObject({ draft: { text: 'theirs\n', name: 'Their shop' }, saving: { kind: 'saved' } });
  });

  it('comes back with the next save when it is decided later', () => {
    const state = after(...conflict, { kind: 'decided', decision: 'later' });
    expect(state).toMatchObject({ draft: { text: 'mine\n' }, base: { version: 1 }, saving: { kind: 'unsaved' } });
  });

  it('takes typing into the draft while the question stands', () => {
    expect(after(...conflict, typed('mine, longer\n'))).toMatchObject({
      draft: { text: 'mine, longer\n' },
      saving: { kind: 'conflict' },
    });
  });
});

describe('moving an overview', () => {
  it('takes over the new status', () => {
    const state = after({ kind: 'moved', overview: overviewOf({ status: 'in_progress' }) });
    expect(state.base.status).toBe('in_progress');
  });

  it('never hides that somebody else has saved: the next save still replaces the version that was read', () => {
    const state = after({ kind: 'moved', overview: { ...theirs, status: 'in_progress' } });
    expect(state.base).toMatchObject({ status: 'in_progress', version: 1, text: 'one\n' });
  });
});

describe('unsaved work of an earlier visit', () => {
  it('stands in the editor again', () => {
    const state = opened(overviewOf(), { name: 'Shop', text: 'kept\n', version: 1 });
    expect(state).toMatchObject({ draft: { text: 'kept\n' }, saving: { kind: 'unsaved' } });
  });

  it('still replaces only the version that it was made from', () => {
    expect(opened(theirs, { name: 'Shop', text: 'kept\n', version: 1 }).base.version).toBe(1);
  });

  it('can be thrown away', () => {
    const state = editing(opened(theirs, { name: 'Shop', text: 'kept\n', version: 1 }), {
      kind: 'reset',
      overview: theirs,
    });
    expect(state).toMatchObject({ base: { version: 2 }, draft: { text: 'theirs\n' }, saving: { kind: 'saved' } });
  });
});
