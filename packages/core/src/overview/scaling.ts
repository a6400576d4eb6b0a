import type { Hole, HorizontalScaling, ScalingTrigger, VerticalScaling } from '#model/index';
import { sliceInline } from '#text/inline';
import type { Inline } from '#text/tree';
import { printCapacity, printLoad, readCapacities, readLoads, serviceOf } from './capacity.ts';
import { labelledOf, printGroup } from './fields.ts';
import { cores } from './machine-size.ts';
import { choice, presence, text, type ValueNotation } from './notation.ts';
import { itemsOf, type Part } from './parts.ts';
import { count, duration, memory, percent } from './quantity.ts';
import type { Reading } from './reading.ts';
import { say } from './rows.ts';
import type { Section } from './section.ts';

const stem = 'scaling';
const unbounded = presence(/\b(?:unlimited|unbounded|no (?:upper )?(?:limit|bound))\b/i);
const readReplicas = presence(/\bread replicas?\b/i);
const instances = count();
const metric = choice<ScalingTrigger['metric']['value']>({
  cpu: /\bCPU\b/i,
  memory: /\b(?:memory|RAM)\b/i,
  'request-rate': /\b(?:request rate|requests(?: per second)?|rps|throughput)\b/i,
  'queue-length': /\bqueue (?:length|depth|size)\b/i,
  latency: /\b(?:latency|response time|p9\d)\b/i,
});

/** Section 9: how many instances, how large, and when more are added. */
export const scaling: Section<'scaling'> = {
  stem,
  read: (parts, reading) => ({
    scaling: {
      horizontal: readHorizontal(
        parts.filter(({ label }) => label.startsWith('horizontal')),
        reading,
      ),
      vertical: readVertical(
        parts.filter(({ label }) => label.startsWith('vertical')),
        reading,
      ),
      triggers: readTriggers(
        parts.filter(({ label }) => label.includes('trigger') || label.startsWith('auto')),
        reading,
      ),
      loads: readLoads(parts, reading),
      capacities: readCapacities(parts, reading),
    },
  }),
  print: ({ scaling: values }) =>
    [
      ...printGroup('Horizontal Scaling', values.horizontal.map(printHorizontal)),
      ...printGroup('Vertical Scaling', values.vertical.map(printVertical)),
      ...printGroup('Auto-scaling Triggers', values.triggers.map(printTrigger)),
      ...printGroup('Load', values.loads.map(printLoad)),
      ...printGroup('Capacity', values.capacities.map(printCapacity)),
    ].join('\n\n'),
};

function readHorizontal(parts: readonly Part[], reading: Reading): HorizontalScaling<Hole>[] {
  return labelledOf(parts).flatMap(({ labelRun, rest }) => {
    const named = serviceOf(labelRun);
    const place = [stem, 'horizontal', named.plain];
    const service = reading.state([...place, 'service'], named, text);
    if (service === undefined) return [];
    const unlimited = reading.stateKnown([...place, 'unbounded'], rest, unbounded);
    const replicas = reading.stateKnown([...place, 'read-replicas'], rest, readReplicas);
    return [
      {
        service,
        ...readBounds(rest, reading, place),
        ...(unlimited && { unbounded: unlimited }),
        ...(replicas && { readReplicas: replicas }),
      },
    ];
  });
}

/** `2–10 instances`, `2 to 10 instances`, `3 instances` (which bounds it from both sides). */
function readBounds(
  run: Inline,
  reading: Reading,
  place: readonly string[],
): Pick<HorizontalScaling<Hole>, 'minInstances' | 'maxInstances'> {
  const match =
    /(\d+|\[[^\]]*\])\s*(?:(?:–|—|-|to|\.\.)\s*(\d+|\[[^\]]*\])\s*)?(?:instances?|replicas?|pods?)\b/iu.exec(run.plain);
  const [whole, low, high] = match ?? [];
  if (match === null || whole === undefined || low === undefined) return {};
  const state = (field: string, said: string, at: number): ReturnType<typeof reading.state<number>> =>
    reading.state([...place, field], sliceInline(run, at, at + said.length), instances);
  const minInstances = state('min', low, match.index);
  const highAt = high === undefined ? match.index : match.index + whole.indexOf(high, low.length);
  const maxInstances = state('max', high ?? low, highAt);
  return { ...(minInstances && { minInstances }), ...(maxInstances && { maxInstances }) };
}

function readVertical(parts: readonly Part[], reading: Reading): VerticalScaling<Hole>[] {
  return labelledOf(parts).flatMap(({ labelRun, rest }) => {
    const named = serviceOf(labelRun);
    const place = [stem, 'vertical', named.plain];
    const service = reading.state([...place, 'service'], named, text);
    const cpuCores = reading.stateKnown([...place, 'cpu'], rest, cores);
    const memoryBytes = reading.stateKnown([...place, 'memory'], rest, memory);
    return service === undefined
      ? []
      : [{ service, ...(cpuCores && { cpuCores }), ...(memoryBytes && { memoryBytes }) }];
  });
}

/** `CPU > 70% for 5 minutes` */
function readTriggers(parts: readonly Part[], reading: Reading): ScalingTrigger<Hole>[] {
  return itemsOf(parts).flatMap(({ content }) => {
    const match = /^(.{1,60}?)\s*(?:>=?|≥|above|over|exceeds)\s*(.*?)(?:\s+for\s+(.*))?$/iu.exec(content.plain);
    const [, said = '', limit = '', time] = match ?? [];
    const measured = metric.read(said)?.value;
    if (match === null || measured === undefined) return [];
    const place = [stem, 'trigger', measured];
    const stated = reading.stateKnown([...place, 'metric'], sliceInline(content, 0, said.length), metric);
    if (stated === undefined) return [];
    const limitAt = content.plain.indexOf(limit, said.length + 1);
    const above = reading.state(
      [...place, 'above'],
      sliceInline(content, limitAt, limitAt + limit.length),
      limitNotation(measured),
    );
    const timeAt = time === undefined ? content.plain.length : content.plain.length - time.length;
    const forMs = reading.state([...place, 'for'], sliceInline(content, timeAt), duration);
    return [{ metric: stated, ...(above && { above }), ...(forMs && { forMs }) }];
  });
}

function limitNotation(measured: ScalingTrigger['metric']['value']): ValueNotation<number> {
  switch (measured) {
    case 'cpu':
    case 'memory':
      return percent;
    case 'latency':
      return duration;
    case 'request-rate':
    case 'queue-length':
      return count('(?:requests?(?:/s| per second)?|rps|jobs?)?');
  }
}

function printHorizontal({
  service,
  minInstances,
  maxInstances,
  unbounded: unlimited,
  readReplicas: replicas,
}: HorizontalScaling<Hole>): string {
  const bounds =
    minInstances === undefined ? [] : [`${say(minInstances, instances)}–${say(maxInstances, instances)} instances`];
  const words = [
    ...bounds,
    ...(unlimited === undefined ? [] : ['unlimited']),
    ...(replicas === undefined ? [] : ['read replicas']),
  ];
  return `- ${say(service, text)}: ${words.join(', ')}`;
}

function printVertical({ service, cpuCores, memoryBytes }: VerticalScaling<Hole>): string {
  const words = [
    ...(cpuCores ? [`${say(cpuCores, cores)} CPU cores`] : []),
    ...(memoryBytes ? [`${say(memoryBytes, memory)} RAM`] : []),
  ];
  return `- ${say(service, text)}: ${words.join(', ')}`;
}

const metricWords: Readonly<Record<ScalingTrigger['metric']['value'], string>> = {
  cpu: 'CPU',
  memory: 'Memory',
  'request-rate': 'Request rate',
  'queue-length': 'Queue length',
  latency: 'Latency',
};

function printTrigger({ metric: measured, above, forMs }: ScalingTrigger<Hole>): string {
  const time = forMs === undefined ? '' : ` for ${say(forMs, duration)}`;
  return `- ${metricWords[measured.value]} > ${say(above, limitNotation(measured.value))}${time}`;
}
