import { setTimeout as pause } from 'node:timers/promises';
import type { InstancesPlan } from '@asbuilt/core/derive';
import { Autoscaler, type InstanceLoad, type ScalingAct } from '@asbuilt/core/mechanisms';
import type { AutoscalePolicy, AutoscaleTrigger, Milliseconds } from '@asbuilt/core/model';
import { messageOf } from '#values/message-of';
import type { Fleet } from './fleet.ts';
import { type GroupUsage, usageOf } from './process-usage.ts';

/** What scaling a service takes. */
export interface Scaled {
  readonly fleet: Fleet;
  readonly plan: InstancesPlan;
  readonly policy: AutoscalePolicy;
  /** Calls on all edges to it since the system came up. */
  readonly requests: () => number;
  readonly say: (sentence: string) => void;
}

/** One look at a service. */
interface Look {
  readonly at: Milliseconds;
  readonly requests: number;
  readonly usage: ReadonlyMap<number, GroupUsage>;
}

const mostMs: Milliseconds = 5_000;
const leastMs: Milliseconds = 200;

/**
 * Measures what the instances of a service take, and adds or takes away some by section 9.
 *
 * @returns what ends it
 */
export function autoscale(scaled: Scaled): () => Promise<void> {
  const ending = new AbortController();
  const scaler = new Autoscaler(scaled.policy);
  const everyMs = Math.max(leastMs, Math.min(mostMs, ...scaled.policy.triggers.map(({ forMs }) => forMs / 10)));
  const watching = (async () => {
    let before = await look(scaled);
    while (!ending.signal.aborted) {
      await pause(everyMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
      if (ending.signal.aborted) return;
      const now = await look(scaled);
      const load = loadBetween(before, now, scaled);
      before = now;
      const act = scaler.observe(load, scaled.fleet.size, now.at);
      if (act !== undefined) await perform(act, scaled);
    }
  })();
  return () => {
    ending.abort();
    return watching;
  };
}

async function look({ fleet, requests }: Scaled): Promise<Look> {
  const usage = await usageOf(new Set(fleet.members.flatMap((member) => member.status().pid ?? [])));
  for (const member of fleet.members) {
    const { pid } = member.status();
    const own = pid === undefined ? undefined : usage.get(pid);
    if (own !== undefined) member.noteUsage(own, performance.now());
  }
  return { at: performance.now(), requests: requests(), usage };
}

/** What one instance bore since the last look, on average; one that came or went in between does not count. */
function loadBetween(before: Look, now: Look, { fleet, plan }: Scaled): InstanceLoad {
  const passedMs = now.at - before.at;
  const seen = [...now.usage].flatMap(([group, usage]) => {
    const earlier = before.usage.get(group);
    return earlier === undefined ? [] : [{ cpuMs: usage.cpuMs - earlier.cpuMs, memoryBytes: usage.memoryBytes }];
  });
  const average = (of: (each: (typeof seen)[number]) => number): number =>
    seen.reduce((sum, each) => sum + of(each), 0) / seen.length;
  return {
    'request-rate': ((now.requests - before.requests) * 1_000) / passedMs / Math.max(1, fleet.size),
    ...(seen.length > 0 &&
      plan.cpuCores !== undefined && {
        cpu:
          Math.max(
            0,
            average(({ cpuMs }) => cpuMs),
          ) /
          passedMs /
          plan.cpuCores,
      }),
    ...(seen.length > 0 &&
      plan.memoryBytes !== undefined && { memory: average(({ memoryBytes }) => memoryBytes) / plan.memoryBytes }),
  };
}

async function perform({ direction, trigger, value }: ScalingAct, { fleet, say }: Scaled): Promise<void> {
  const wanted = fleet.size + (direction === 'up' ? 1 : -1);
  const why =
    direction === 'up'
      ? `${words[trigger.metric]} was above ${shown(trigger, trigger.above)} for ${trigger.forMs / 1_000} s, and is ${shown(trigger, value)}`
      : `one fewer would have been enough for ${trigger.forMs / 1_000} s: ${words[trigger.metric]} is ${shown(trigger, value)}`;
  const what = direction === 'up' ? 'gets another instance' : 'gives an instance up';
  say(`${fleet.name} ${what} (${fleet.size} → ${wanted}): ${why}`);
  try {
    await fleet.scaleTo(wanted);
  } catch (error) {
    if (!fleet.isStopping) say(`${fleet.name} stays as it is: ${messageOf(error)}`);
  }
}

const words: Readonly<Record<AutoscaleTrigger['metric'], string>> = {
  cpu: 'CPU',
  memory: 'memory',
  'request-rate': 'the request rate of an instance',
};

function shown({ metric }: AutoscaleTrigger, value: number): string {
  return metric === 'request-rate'
    ? `${Number(value.toPrecision(3))} a second`
    : `${Number((value * 100).toPrecision(3))} %`;
}
