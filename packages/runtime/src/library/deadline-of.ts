import { type Deadline, deadlineAfter } from '@asbuilt/core/mechanisms';

/**
 * Until when the caller of a request still waits, on the clock of `performance.now()`: for the calls that are made while it
 * is answered. Without an end where it does not say so in whole milliseconds.
 *
 * @param said the header `Asbuilt-Deadline-Ms` of the request
 */
export function deadlineOf(said: string | readonly string[] | null | undefined): Deadline {
  const leftMs = typeof said === 'string' && /^\d{1,9}$/.test(said) ? Number(said) : undefined;
  return deadlineAfter(leftMs, performance.now());
}
