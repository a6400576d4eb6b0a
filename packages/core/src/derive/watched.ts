import type { Model, Overview } from '#model/index';

/** What of an overview is read: one of its keys, `names` (which stand in several), or `keys`, which it has. */
export type ModelPart = string;

/** Is told of each part that is read, however often. */
export type Watch = (part: ModelPart) => void;

interface Watched {
  readonly model: Model;
  readonly watch: Watch;
}

const watchedModels = new WeakMap<Model, Watched>();

/** A model that tells what is read of it. Everything in it is the model's own. */
export function watchModel(model: Model, watch: Watch): Model {
  const watched: Model = {
    stage: model.stage,
    overview: watchOverview(model.overview, watch),
    get participants() {
      watch('names');
      return model.participants;
    },
    resolve(name) {
      watch('names');
      return model.resolve(name);
    },
  };
  watchedModels.set(watched, { model, watch });
  return watched;
}

/** The model that a watched one tells of, and who is told; of any other model that it is itself, watched by nobody. */
export function watchedModel(model: Model): { readonly model: Model; readonly watch?: Watch } {
  return watchedModels.get(model) ?? { model };
}

/** An overview, a draft's too, that tells which of its keys are read. */
export function watchOverview<O extends Overview<unknown>>(overview: O, watch: Watch): O {
  return new Proxy(overview, {
    get(target, key) {
      watch(String(key));
      return Reflect.get(target, key);
    },
    has(target, key) {
      watch(String(key));
      return Reflect.has(target, key);
    },
    ownKeys(target) {
      watch('keys');
      return Reflect.ownKeys(target);
    },
  });
}
