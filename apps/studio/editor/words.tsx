import type { ReactElement } from 'react';

/** A sentence of a rule, where what stands between backticks is code. */
export function Words({ text }: { readonly text: string }): ReactElement {
  // Splitting at pairs of backticks leaves prose at even and code at odd places.
  const parts = text.split(/`([^`]+)`/);
  return <>{parts.map((part, index) => (index % 2 === 0 ? part : <code key={`${index} ${part}`}>{part}</code>))}</>;
}
