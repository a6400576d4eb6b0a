import type { Span } from '@asbuilt/core/model';
import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Tells the editor where the holes of its text are. */
export const showHoles: ReturnType<typeof StateEffect.define<readonly Span[]>> = StateEffect.define<readonly Span[]>();

const mark = Decoration.mark({ class: 'cm-hole' });

/** Marks every value that nobody has filled in yet. */
export const holeMarks: StateField<DecorationSet> = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    for (const effect of transaction.effects) {
      if (effect.is(showHoles)) return decorate(effect.value, transaction.state.doc.length);
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorate(holes: readonly Span[], length: number): DecorationSet {
  const inside = holes.filter(({ from, to }) => from < to && to <= length);
  return Decoration.set(
    inside.map(({ from, to }) => mark.range(from, to)),
    true,
  );
}
