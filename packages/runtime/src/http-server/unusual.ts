import type { Framing } from '#http-message/fields';
import { upgradeOf } from './request-head.ts';

/** How a request is unusual. */
export interface Unusual {
  /** Whether its client sends the body only once it is told to go on. */
  readonly awaitsContinue: boolean;
  /** The protocol it asks to change to, and what it sent already in that. */
  readonly upgrade: { readonly protocol: string; readonly head: Buffer } | undefined;
}

/** Whether a request expects nothing of the server that no standard knows (RFC 9110, section 10.1.1). */
export function isExpectation({ expect, isHttp10 }: Framing): boolean {
  return expect === '' || isHttp10 || expect.toLowerCase() === '100-continue';
}

/** @param restAt where in `bytes` begins what has come behind its head */
export function unusualOf(framing: Framing, bytes: Buffer, restAt: number): Unusual | undefined {
  const awaitsContinue = framing.expect !== '' && !framing.isHttp10;
  const protocol = upgradeOf(framing);
  if (protocol === undefined) return awaitsContinue ? { awaitsContinue, upgrade: undefined } : undefined;
  return { awaitsContinue, upgrade: { protocol, head: bytes.subarray(restAt) } };
}
