import type { Capacity, Hole, Load, Milliseconds, Stated } from '#model/index';
import { sliceInline } from '#text/inline';
import { lettered } from '#text/lettered';
import type { Inline } from '#text/tree';
import { type Labelled, labelledOf } from './fields.ts';
import { text, type ValueNotation } from './notation.ts';
import { type Part, plainLabel } from './parts.ts';
import { count, duration } from './quantity.ts';
import type { Reading } from './reading.ts';
import { say } from './rows.ts';

const stem = 'scaling';
const rate = count('(?:(?:requests?|reqs?|calls?)\\s?(?:/\\s?s(?:ec(?:ond)?)?|(?:per|a) sec(?:ond)?)|rps)');
const concurrency = count('(?:(?:requests?|calls?) at (?:a|the same) time|concurrent (?:requests?|calls?))');

/** The group of a pattern that matched, as a number, where a unit in front of it or behind it says what it counts. */
function counted(pattern: RegExp): ValueNotation<number> {
  return {
    ...count(),
    read: (said) => {
      const match = pattern.exec(said);
      const digits = match?.[1] ?? match?.[2];
      if (match === null || digits === undefined) return undefined;
      const start = match.index + match[0].indexOf(digits);
      return { value: Number(digits), start, end: start + digits.length };
    },
  };
}

const pool = counted(/\bpool(?: size)?(?: of|:)?(?: up to| at most)? (\d{1,9})(?![\d.,]\d)\b/iu);
const limit = counted(
  /(?<!\bpool (?:of |size )?)\b(?:at most|up to|accepts|max(?:imum)?(?: of)?) (\d{1,9})(?= connections?\b)|\bmax_connections ?[=:] ?(\d{1,9})\b/iu,
);

const eachTime = lettered(
  (letters) => String.raw`[\d.,]{1,16}\s?[${letters}]{1,12} (?:a|per|each) (?:request|call)\b`,
  'i',
);

/** `40ms a request` */
const timeOfRequest: ValueNotation<Milliseconds> = {
  ...duration,
  read: (said) => {
    const match = / (?:a|per|each) (?:request|call)/iu.test(said) ? eachTime(said).exec(said) : null;
    const found = match === null ? undefined : duration.read(match[0]);
    if (match === null || found === undefined) return undefined;
    return { ...found, start: match.index + found.start, end: match.index + found.end };
  },
};

/** "API instances" and "API" are the same service. */
export function serviceOf(run: Inline): Inline {
  const match = /\s+(?:instances?|replicas?|pods?|servers?)$/i.exec(run.plain);
  return match === null ? run : sliceInline(run, 0, match.index);
}

const isLoad = (label: string): boolean =>
  /^(?:(?:expected|peak|planned|target|maximum|average) )?(?:load|traffic|request rate)$/.test(label);

/** `**Peak load:** 300 requests a second` for the whole system, or below such a label one line for each service. */
export function readLoads(parts: readonly Part[], reading: Reading): Load<Hole>[] {
  return parts.flatMap((part) => {
    const ofSystem = [...ownLine(part), ...labelledOf([part]).filter(({ label }) => isLoad(label))];
    const ofServices = isLoad(part.label) ? labelledOf([part]).filter(({ label }) => !isLoad(label)) : [];
    return [
      ...ofSystem.flatMap(({ rest }) => readLoad(rest, undefined, reading)),
      ...ofServices.flatMap(({ rest, labelRun }) => readLoad(rest, serviceOf(labelRun), reading)),
    ];
  });
}

function ownLine({ label, rest }: Part): Pick<Labelled, 'rest'>[] {
  return rest !== undefined && isLoad(label) ? [{ rest }] : [];
}

function readLoad(run: Inline, named: Inline | undefined, reading: Reading): Load<Hole>[] {
  const place = [stem, 'load', named?.plain ?? 'system'];
  const requestsPerSecond = reading.stateKnown([...place, 'rate'], run, rate);
  if (requestsPerSecond === undefined) return [];
  const service = named && reading.state([...place, 'service'], named, text);
  return [{ ...(service && { service }), requestsPerSecond }];
}

const capacityLabel = /^(?:vertical|capacity|connections?\b|connection pool)/;

/** What the lines below "Capacity", "Connections" or "Vertical Scaling" say of an instance's load and connections. */
export function readCapacities(parts: readonly Part[], reading: Reading): Capacity<Hole>[] {
  const lines = labelledOf(parts.filter(({ label }) => capacityLabel.test(label)));
  return lines.flatMap(({ labelRun, rest }) => {
    const named = serviceOf(labelRun);
    const place = [stem, 'capacity', plainLabel(named.plain)];
    const values = readValues(rest, reading, place);
    if (Object.keys(values).length === 0) return [];
    const service = reading.state([...place, 'service'], named, text);
    return service === undefined ? [] : [{ service, ...values }];
  });
}

function readValues(run: Inline, reading: Reading, place: readonly string[]): Omit<Capacity<Hole>, 'service'> {
  const stated = <K extends keyof Capacity>(
    key: K,
    name: string,
    notation: ValueNotation<number>,
  ): { readonly [P in K]?: Stated<number> } => {
    const value = reading.stateKnown([...place, name], run, notation);
    return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: Stated<number> });
  };
  const isAboutConnections = /\bconnections?\b|max_connections/i.test(run.plain);
  return {
    ...stated('requestsPerSecond', 'rate', rate),
    ...stated('concurrency', 'concurrency', concurrency),
    ...stated('requestMs', 'request-time', timeOfRequest),
    ...(isAboutConnections && {
      ...stated('poolConnections', 'pool', pool),
      ...stated('maxConnections', 'max', limit),
    }),
  };
}

/** A load as a line. */
export function printLoad({ service, requestsPerSecond }: Load<Hole>): string {
  const who = service === undefined ? 'Peak load' : say(service, text);
  return `- ${who}: ${say(requestsPerSecond, rate)} requests per second`;
}

/** A capacity as a line. */
export function printCapacity(row: Capacity<Hole>): string {
  const words = [
    row.requestsPerSecond && `${say(row.requestsPerSecond, rate)} requests per second`,
    row.concurrency && `${say(row.concurrency, concurrency)} requests at a time`,
    row.requestMs && `${say(row.requestMs, duration)} a request`,
    row.poolConnections && `pool of ${say(row.poolConnections, pool)} connections`,
    row.maxConnections && `at most ${say(row.maxConnections, limit)} connections`,
  ];
  return `- ${say(row.service, text)}: ${words.filter((said) => said !== undefined).join(', ')}`;
}
