import type { Model } from '@asbuilt/core/model';
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';

/** Offers the names of the overview's own participants where names stand: in table rows and list items. */
export function completeNames(model: () => Model | undefined): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const line = context.state.doc.lineAt(context.pos);
    if (!context.explicit && !/^\s*(?:\||[-*+]\s|\d+[.)]\s)/.test(line.text)) return null;
    const word = context.matchBefore(/[\p{L}\p{N}][\p{L}\p{N}.-]*/u);
    if (word === null && !context.explicit) return null;
    const names =
      model()?.participants.map(({ name, kind }) => ({ label: name, detail: kind, type: 'variable' })) ?? [];
    return { from: word?.from ?? context.pos, options: names, validFor: /^[\p{L}\p{N}. -]*$/u };
  };
}
