import { type ProfileDraft, profileFileOf, type Span, type Stated } from '@asbuilt/core/model';
import { lineIndex } from '@asbuilt/core/text';
import type { Place } from './configuration-error.ts';

/** Where the profile, or the local file laid over it, states something. */
export function placeInProfile(profile: ProfileDraft, stated: Stated<unknown>): Place {
  return placeOfSpan(profile, profileFileOf(profile, stated), stated.span);
}

/** The line of a span that counts in one of the profile's two files. */
export function placeOfSpan(profile: ProfileDraft, file: string, span: Span): Place {
  const text = profile.local?.file === file ? profile.local.text : profile.text;
  return { file, line: lineIndex(text).position(span.from).line };
}
