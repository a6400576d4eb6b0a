import { mayBeSeveral } from '@asbuilt/core/derive';
import { redactText } from '#telemetry/redact';
import type { Household } from './household.ts';
import { identify } from './process-identity.ts';
import { serviceLine } from './service-line.ts';
import type { ServiceSetup } from './service-setup.ts';
import type { SupervisionEvents } from './supervise.ts';
import type { UpOptions } from './up-options.ts';

/** Who is told. */
interface Listeners {
  readonly options: UpOptions;
  readonly household: Household;
  readonly changed: () => void;
}

/** Passes on what an instance of a service tells: to people, to the log, and into the record of the run. */
export function serviceEvents(
  { name: service, runs, instances }: ServiceSetup,
  instance: number,
  { options: { say, hear }, household: { telemetry, claim }, changed }: Listeners,
): SupervisionEvents {
  const areSeveral = mayBeSeveral(instances);
  const log = telemetry.log.child({ service, ...(areSeveral && { instance }) });
  const shown = areSeveral ? `${service}#${instance}` : service;
  return {
    say: (sentence) => {
      log.info(sentence);
      say(sentence);
    },
    line: (text, stream) => {
      const { level, message, entry } = serviceLine(redactText(text));
      log[level]({ stream, ...(entry && { entry }) }, message);
      if (runs.kind === 'command') hear?.(shown, text);
    },
    changed,
    died: (how) =>
      telemetry.reporter?.report({
        group: ['crash', service, how],
        message: `${shown} ${how}`,
        level: 'fatal',
        tags: { service, instance: String(instance) },
      }),
    started: async (pid) => {
      const leader = await identify(pid);
      // One that has ended already left no group that would have to be found again.
      if (leader === undefined) return;
      claim.write((record) => ({
        ...record,
        groups: [...record.groups, { service, instance, ...leader }],
      }));
    },
    ended: (pid) =>
      claim.write((record) => ({ ...record, groups: record.groups.filter((group) => group.pid !== pid) })),
  };
}
