import type { TokenVerdict } from '#identity/identities';
import { type Call, notePolicy, proceed } from '../call.ts';
import { skewOf } from '../fault-effects.ts';
import { findToken } from './find-token.ts';

/**
 * The step that finds out who makes a call, by the token it carries. A token that does not hold is as none, until a route
 * wants one: what is for everybody stays so for those whose token has expired.
 */
export function authenticate(call: Call): 'next' | 'held' {
  const identities = call.edge.entry?.identities;
  if (identities === undefined) return 'next';
  const found = findToken(call, identities.policy.cookie);
  if (found.kind === 'none') return 'next';
  if (found.kind === 'unclear') {
    call.tokenTrouble = { kind: 'invalid', reason: found.reason };
    return 'next';
  }
  const skewMs = skewOf(call.edge.options.faults.active(call.edge.plan.name, call.startedAt));
  if (skewMs === 0) call.identity = identities.known(found.token, call.startedAt);
  else notePolicy(call, 'fault=clock-skew');
  if (call.identity !== undefined) return 'next';
  void identities.verify(found.token, skewMs).then((verdict) => goOn(call, verdict));
  return 'held';
}

function goOn(call: Call, verdict: TokenVerdict): void {
  // The client may have left meanwhile, or the time may be up.
  if (call.phase !== 'waiting') return;
  if (verdict.kind === 'holds') call.identity = verdict.identity;
  else call.tokenTrouble = verdict;
  proceed(call);
}
