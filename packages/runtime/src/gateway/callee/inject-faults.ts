import type { ActiveFault, FaultEffect } from '#faults/fault';
import { type Call, notePolicy, proceed } from '../call.ts';
import { fail } from '../fail.ts';
import type { Failure } from '../failure.ts';
import { failingFault, heldFor, latencyOf, lookAgainMs } from '../fault-effects.ts';

/** The step that lets injected faults stand in for the callee. It comes after the breaker, which is to see them. */
export function injectFaults(call: Call): 'next' | 'held' {
  const { options, plan } = call.edge;
  if (options.faults.areNone) return 'next';
  const faults = options.faults.active(plan.name, options.now());
  if (faults.length === 0) return 'next';
  const failing = failingFault(faults, options.random);
  if (failing !== undefined) {
    fail(call, failureOf(failing.effect));
    return 'held';
  }
  return isSwallowed(call, faults) ? 'held' : delay(call, faults);
}

function failureOf(effect: FaultEffect): Failure {
  return effect.kind === 'status'
    ? { kind: 'fault', status: effect.code, act: 'fault=status' }
    : { kind: 'fault', status: 502, act: 'fault=refuse' };
}

/** Nothing reaches the callee, and nothing comes back, for as long as that lasts. */
function isSwallowed(call: Call, faults: readonly ActiveFault[]): boolean {
  const heldMs = heldFor(faults, call.edge.options.now());
  if (heldMs <= 0) return false;
  if (!call.policies.includes('fault=black-hole')) notePolicy(call, 'fault=black-hole');
  call.pauseTimer = setTimeout(lookAgain, Math.min(heldMs, lookAgainMs), call);
  return true;
}

function lookAgain(call: Call): void {
  if (injectFaults(call) === 'next') proceed(call);
}

function delay(call: Call, faults: readonly ActiveFault[]): 'next' | 'held' {
  const delayMs = latencyOf(faults, call.edge.options.random);
  if (delayMs === 0) return 'next';
  notePolicy(call, 'fault=latency');
  call.pauseTimer = setTimeout(proceed, delayMs, call);
  return 'held';
}
