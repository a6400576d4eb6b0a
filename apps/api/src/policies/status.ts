/** The way of an overview through review, in order. */
export const statuses = ['draft', 'in_progress', 'review', 'done'] as const;

/** Where an overview stands on that way. */
export type Status = (typeof statuses)[number];

/** Whether something may be done, and if not, the sentence that says why and what to do first. */
export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

const allowed: Verdict = { allowed: true };

/** An overview moves one step forward or one step back; staying where it is changes nothing and is allowed. */
export function mayMove(from: Status, to: Status): Verdict {
  if (from === to || neighbours(from).includes(to)) return allowed;
  const next = neighbours(from).join(' or ');
  return { allowed: false, reason: `An overview in ${from} moves one step at a time: to ${next}, not to ${to}.` };
}

/** What is done was agreed on, so it is neither changed nor deleted before somebody moves it back. */
export function mayChange(status: Status): Verdict {
  if (status !== 'done') return allowed;
  return { allowed: false, reason: 'The overview is done and therefore read-only: move it back to review first.' };
}

function neighbours(status: Status): readonly Status[] {
  const at = statuses.indexOf(status);
  return statuses.filter((_, index) => Math.abs(index - at) === 1);
}
