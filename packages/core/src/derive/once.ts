import type { Model } from '#model/index';
import { type ModelPart, watchedModel, watchModel } from './watched.ts';

/**
 * Reckons a fact of a model once, however many ask. Who watches the model is told of what the fact is made of, each time.
 * The fact is data: whatever it says later must not be read from the model then.
 */
export function once<Fact>(reckon: (model: Model) => Fact): (model: Model) => Fact {
  const known = new WeakMap<Model, { readonly fact: Fact; readonly parts: ReadonlySet<ModelPart> }>();
  return (asked) => {
    const { model, watch } = watchedModel(asked);
    let found = known.get(model);
    if (found === undefined) {
      const parts = new Set<ModelPart>();
      found = { fact: reckon(watchModel(model, (part) => parts.add(part))), parts };
      known.set(model, found);
    }
    if (watch !== undefined) for (const part of found.parts) watch(part);
    return found.fact;
  };
}
