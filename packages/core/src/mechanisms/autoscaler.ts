import type { AutoscalePolicy, AutoscaleTrigger, Milliseconds, Ratio } from '#model/index';

/** What one instance bears, on average over all that are up; what could not be measured is absent. */
export type InstanceLoad = Partial<Readonly<Record<AutoscaleTrigger['metric'], number>>>;

/** An instance more or one fewer, and why. */
export interface ScalingAct {
  readonly direction: 'up' | 'down';
  readonly trigger: AutoscaleTrigger;
  /** What the metric was when that was decided. */
  readonly value: number;
}

/**
 * Fewer instances only if those that are left would stay below this share of every threshold: otherwise the next act
 * would be to add the instance again.
 */
const calmShare: Ratio = 0.8;

/**
 * Decides how many instances a service has: one more when a metric was above its threshold for the whole of the stated
 * time, one fewer when one fewer would have been enough for as long. After an act the times begin anew, so that its
 * effect is seen before the next one.
 *
 * Time comes as an argument, in milliseconds from any fixed point, and must not run backwards.
 */
export class Autoscaler {
  readonly #policy: AutoscalePolicy;
  /** Since when each trigger's metric is above its threshold; `undefined` while it is not. */
  readonly #aboveSince: (Milliseconds | undefined)[];
  readonly #longestMs: Milliseconds;
  #calmSince: Milliseconds | undefined;

  /** Throws a `RangeError` for bounds that admit no number of instances. */
  constructor(policy: AutoscalePolicy) {
    if (!(policy.minInstances >= 1 && policy.maxInstances >= policy.minInstances)) {
      throw new RangeError(
        `A service must have from 1 instance to its maximum, not ${policy.minInstances} to ${policy.maxInstances}.`,
      );
    }
    this.#policy = policy;
    this.#aboveSince = policy.triggers.map(() => undefined);
    this.#longestMs = Math.max(0, ...policy.triggers.map(({ forMs }) => forMs));
  }

  /** Takes note of the load as it is now, and says what to do about it, if anything. `instances` is how many are up. */
  observe(load: InstanceLoad, instances: number, now: Milliseconds): ScalingAct | undefined {
    const due = this.#overdue(load, now);
    const isCalm = this.#isCalm(load, instances);
    this.#calmSince = isCalm ? (this.#calmSince ?? now) : undefined;
    if (due !== undefined && instances < this.#policy.maxInstances) return this.#act('up', due, load);
    const [first] = this.#policy.triggers;
    const calmMs = this.#calmSince === undefined ? 0 : now - this.#calmSince;
    if (!isCalm || first === undefined || calmMs < this.#longestMs) return undefined;
    return instances > this.#policy.minInstances ? this.#act('down', first, load) : undefined;
  }

  /** The first trigger whose time is up. */
  #overdue(load: InstanceLoad, now: Milliseconds): AutoscaleTrigger | undefined {
    let due: AutoscaleTrigger | undefined;
    for (const [index, trigger] of this.#policy.triggers.entries()) {
      const value = load[trigger.metric];
      const since = value !== undefined && value > trigger.above ? (this.#aboveSince[index] ?? now) : undefined;
      this.#aboveSince[index] = since;
      if (since !== undefined && now - since >= trigger.forMs) due ??= trigger;
    }
    return due;
  }

  /** Whether one instance fewer could bear what all of them bear. What is not measured is not known to be calm. */
  #isCalm(load: InstanceLoad, instances: number): boolean {
    if (instances < 2) return false;
    for (const { metric, above } of this.#policy.triggers) {
      const value = load[metric];
      if (value === undefined || (value * instances) / (instances - 1) >= above * calmShare) return false;
    }
    return true;
  }

  #act(direction: ScalingAct['direction'], trigger: AutoscaleTrigger, load: InstanceLoad): ScalingAct {
    this.#aboveSince.fill(undefined);
    this.#calmSince = undefined;
    return { direction, trigger, value: load[trigger.metric] ?? 0 };
  }
}
