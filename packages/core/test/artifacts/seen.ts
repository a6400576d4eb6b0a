import { oneLine } from '#artifacts/print/escape';

/** A text as it is meant to be seen in a C4 diagram: double quotes and angle brackets are single ones there. */
export function seenInC4(text: string): string {
  return oneLine(text).replaceAll('"', "'").replaceAll('<', '‹').replaceAll('>', '›').replaceAll('\u2060', '');
}

/** A text without white space, as the words of a drawing are compared. */
export function withoutSpace(text: string): string {
  return oneLine(text).replace(/[\s\u2060]/g, '');
}
