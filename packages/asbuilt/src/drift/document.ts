import { type Draft, type ProfileDraft, profileFileOf, type Stated, statementsOf } from '@asbuilt/core/model';
import type { Found } from '#survey/found';
import type { Place } from './comparison.ts';

/** Sections that speak of what the system is not, or of files: what they name runs nowhere. */
const besideTheSystem = new Set(['guardrails', 'links', 'references', 'file-map', 'threats']);

/** Every text that the overview states about the system. */
export function systemTexts(draft: Draft): readonly Stated<string>[] {
  return statementsOf(draft.overview)
    .filter(isText)
    .filter(({ id }) => !besideTheSystem.has(id.split('/', 1)[0] ?? ''));
}

function isText(stated: Stated<unknown>): stated is Stated<string> {
  return typeof stated.value === 'string';
}

/** Where the services are described: the heading of their section, else the beginning. */
export function servicesPlace({ sections, headings }: Draft): Place {
  const span = sections.find(({ section }) => section === 'services')?.heading ?? headings[0]?.span;
  return { in: 'overview', span: span ?? { from: 0, to: 0 } };
}

/** Where a value of the profile stands. */
export function placeInProfile(profile: ProfileDraft, stated: Stated<unknown>): Place {
  return { in: 'profile', file: profileFileOf(profile, stated), span: stated.span };
}

/** Where a file of the repository says something. */
export function placeInRepository({ file, line }: Pick<Found<unknown>, 'file' | 'line'>): Place {
  return { in: 'repository', file, line };
}
