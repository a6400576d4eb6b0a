import type { FaultEffect } from '#faults/fault';
import { type Call, notePolicy, proceed } from './call.ts';
import { fail } from './fail.ts';
import type { Failure } from './failure.ts';
import { failingFault, latencyOf } from './fault-effects.ts';

/** The step that lets injected faults stand in for the callee. It comes after the breaker, which is to see them. */
export function injectFaults(call: Call): 'next' | 'held' {
  const { options, plan } = call.edge;
  const faults = options.faults.active(plan.name, options.now());
  if (faults.length === 0) return 'next';
  const failing = failingFault(faults, options.random);
  if (failing !== undefined) {
    fail(call, failureOf(failing.effect));
    return 'held';
  }
  const delayMs = latencyOf(faults, options.random);
  if (delayMs === 0) return 'next';
  notePolicy(call, 'fault=latency');
  call.pauseTimer = setTimeout(proceed, delayMs, call);
  return 'held';
}

function failureOf(effect: FaultEffect): Failure {
  return effect.kind === 'status'
    ? { kind: 'fault', status: effect.code, act: 'fault=status' }
    : { kind: 'fault', status: 502, act: 'fault=refuse' };
}
