import type { Bytes, Milliseconds } from '@asbuilt/core/model';

/** Why the public entry does not let a request in. That is the client's doing, and tells nothing about the callee. */
export type Refusal =
  /** The client asks more often than it may. */
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: Milliseconds }
  | { readonly kind: 'body-too-large'; readonly limitBytes: Bytes }
  /** A page of another site made the request, or asks whether it may. */
  | { readonly kind: 'cross-site'; readonly policy: 'csrf' | 'cors' };

/** The HTTP status that tells a client of the refusal. */
export function refusalStatus({ kind }: Refusal): number {
  switch (kind) {
    case 'rate-limited':
      return 429;
    case 'body-too-large':
      return 413;
    case 'cross-site':
      return 403;
  }
}

/** What the policy did, as the `Asbuilt-Policy` header says it. */
export function refusalAct(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'rate-limited':
      return 'rate-limit=exceeded';
    case 'body-too-large':
      return 'body-limit=exceeded';
    case 'cross-site':
      return `${refusal.policy}=refused`;
  }
}

/** What happened, in a sentence for whoever reads the answer. */
export function explainRefusal(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'rate-limited':
      return 'More requests came from this address than are let in. Try again after the time that Retry-After says.';
    case 'body-too-large':
      return `The body of the request is larger than the ${refusal.limitBytes} bytes that are let in.`;
    case 'cross-site':
      return 'A page of another site made this request, and that site is not among those that may.';
  }
}
