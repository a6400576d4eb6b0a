/** How a process ended: by itself with a code, or by a signal. */
export type Ending =
  | { readonly by: 'exit'; readonly code: number }
  | { readonly by: 'signal'; readonly signal: string };

/** The ending as the second half of a sentence: `exited with code 3`, `was killed by SIGKILL`. */
export function describeEnding(ending: Ending): string {
  return ending.by === 'exit' ? `exited with code ${ending.code}` : `was killed by ${ending.signal}`;
}
