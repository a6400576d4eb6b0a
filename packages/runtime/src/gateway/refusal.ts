import type { Bytes, Milliseconds } from '@asbuilt/core/model';

/** Why a request is not let in. That is the client's doing, and tells nothing about the callee. */
export type Refusal =
  /** The client asks more often than it may. */
  | { readonly kind: 'rate-limited'; readonly by: 'address' | 'user'; readonly retryAfterMs: Milliseconds }
  | { readonly kind: 'body-too-large'; readonly limitBytes: Bytes }
  | { readonly kind: 'too-many-headers'; readonly limit: number }
  /** The body is encoded for the way as nobody here knows. */
  | { readonly kind: 'unknown-coding'; readonly coding: string }
  /** The client sends or reads more slowly than anybody has to. */
  | { readonly kind: 'too-slow'; readonly bytesPerSecond: number }
  /** A page of another site made the request, or asks whether it may. */
  | { readonly kind: 'cross-site'; readonly policy: 'csrf' | 'cors' }
  /** The route is for those who are known; `reason` says what is wrong with a token that was sent. */
  | { readonly kind: 'sign-in'; readonly reason?: string }
  /** Whoever asks is known, and may not come by this route. */
  | { readonly kind: 'forbidden' }
  /** No keys are to be had by which one could tell whose token it is. */
  | { readonly kind: 'identity-unavailable'; readonly retryAfterMs: Milliseconds };

/** The HTTP status that tells a client of the refusal. */
export function refusalStatus({ kind }: Refusal): number {
  return statuses[kind];
}

const statuses: Readonly<Record<Refusal['kind'], number>> = {
  'rate-limited': 429,
  'body-too-large': 413,
  'too-many-headers': 431,
  'unknown-coding': 501,
  'too-slow': 408,
  'cross-site': 403,
  'sign-in': 401,
  forbidden: 403,
  'identity-unavailable': 503,
};

/** What the policy did, as the `Asbuilt-Policy` header says it. */
export function refusalAct(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'rate-limited':
      return 'rate-limit=exceeded';
    case 'body-too-large':
      return 'body-limit=exceeded';
    case 'too-many-headers':
      return 'header-limit=exceeded';
    case 'unknown-coding':
      return 'body-coding=unknown';
    case 'too-slow':
      return 'pace=too-slow';
    case 'cross-site':
      return `${refusal.policy}=refused`;
    case 'sign-in':
      return refusal.reason === undefined ? 'identity=missing' : 'identity=invalid';
    case 'forbidden':
      return 'access=forbidden';
    case 'identity-unavailable':
      return 'identity=unavailable';
  }
}

/** What happened, in a sentence for whoever reads the answer. */
export function explainRefusal(refusal: Refusal): string {
  switch (refusal.kind) {
    case 'rate-limited':
      return `More requests came from this ${refusal.by} than are let in. Try again after the time that Retry-After says.`;
    case 'body-too-large':
      return `The body of the request is larger than the ${refusal.limitBytes} bytes that are let in.`;
    case 'too-many-headers':
      return `The request has more than the ${refusal.limit} headers that are let in.`;
    case 'unknown-coding':
      return `The body of the request comes as "${refusal.coding}", and only "chunked" is known here.`;
    case 'too-slow':
      return `The request comes at less than the ${refusal.bytesPerSecond} bytes a second that are asked of everybody.`;
    case 'cross-site':
      return 'A page of another site made this request, and that site is not among those that may.';
    case 'sign-in':
      return `This route is for those who have signed in. ${refusal.reason ?? 'The request has no token'}.`;
    case 'forbidden':
      return 'Whoever the token is of may not come by this route.';
    case 'identity-unavailable':
      return 'The issuer of tokens does not answer, so nobody can tell whose the token is. Try again after the time that Retry-After says.';
  }
}
