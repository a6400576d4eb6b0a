import type { Milliseconds } from '@asbuilt/core/model';
import type { Instruments } from './instruments.ts';

/** Charges the callee's budget with a call that went well or failed, or keeps it apart where a drill made it. */
export function charge(
  { meter, options, plan }: Pick<Instruments, 'meter' | 'options' | 'plan'>,
  isGood: boolean,
  isDrill: boolean,
  now: Milliseconds,
): void {
  if (isDrill) return options.ledger.recordDrill(plan.to, isGood, now);
  meter.judged += 1;
  options.ledger.record(plan.to, isGood, now);
}
