import { type ModelPart, watchModel, watchOverview } from '#derive/watched';
import type { Draft } from '#model/index';
import type { Subject } from './rule.ts';

/** What of a subject is read: a part of the overview, `draft/` and another field of the draft, or `surroundings`. */
export type SubjectPart = ModelPart;

/** A subject that tells what a rule reads of it. Everything in it is the subject's own. */
export function watchSubject(subject: Subject, watch: (part: SubjectPart) => void): Subject {
  const watched = { ...subject, draft: watchDraft(subject.draft, watch), model: watchModel(subject.model, watch) };
  return new Proxy(watched, {
    get(target, key) {
      if (key === 'files' || key === 'folderOf' || key === 'derived') watch('surroundings');
      return Reflect.get(target, key);
    },
  });
}

function watchDraft(draft: Draft, watch: (part: SubjectPart) => void): Draft {
  const overview = watchOverview(draft.overview, watch);
  return new Proxy(draft, {
    get(target, key) {
      if (key === 'overview') return overview;
      if (key !== 'stage') watch(`draft/${String(key)}`);
      return Reflect.get(target, key);
    },
  });
}
