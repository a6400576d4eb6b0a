import { type Hole, isHole, type ScalingTrigger, type Stated } from '#model/index';
import type { Report, Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 9: an autoscaler compares a number with a number, for a time. */
export const triggersAreNumbers: Rule = {
  name: 'triggers-are-numbers',
  sentence: 'Every scaling trigger says above which number and for how long',
  severity: 'error',
  holds: ['scaling/trigger/*/metric', 'scaling/trigger/*/above', 'scaling/trigger/*/for'],
  check({ draft }, report) {
    for (const trigger of draft.overview.scaling.triggers) {
      const { name, example } = words[trigger.metric.value];
      checkPart(trigger, { name, stated: trigger.above, lacks: 'above which number', example: `> ${example}` }, report);
      checkPart(trigger, { name, stated: trigger.forMs, lacks: 'for how long', example: 'for 5 minutes' }, report);
    }
  },
};

const words: Readonly<Record<ScalingTrigger['metric']['value'], { readonly name: string; readonly example: string }>> =
  {
    cpu: { name: 'CPU', example: '70%' },
    memory: { name: 'memory', example: '80%' },
    'request-rate': { name: 'the request rate', example: '200 requests per second' },
    'queue-length': { name: 'the queue length', example: '100 jobs' },
    latency: { name: 'latency', example: '500ms' },
  };

interface TriggerPart {
  /** The metric. */
  readonly name: string;
  readonly stated: Stated<number | Hole> | undefined;
  readonly lacks: string;
  readonly example: string;
}

/** A hole is work left to do, and a warning; a number that nobody thought of is an error. */
function checkPart(trigger: ScalingTrigger<Hole>, { name, stated, lacks, example }: TriggerPart, report: Report): void {
  if (stated === undefined) {
    report({
      message: `The trigger on ${name} does not say ${lacks}, so nothing can act on it`,
      span: trigger.metric.span,
      help: `Write it behind the metric, e.g. "${example}".`,
    });
    return;
  }
  if (!isHole(stated.value)) return;
  report({
    severity: 'warning',
    message: `The trigger on ${name} leaves open ${lacks}: ${quoted(stated.value.text)}`,
    span: stated.span,
    help: `Write a number in its place, e.g. "${example}".`,
  });
}
