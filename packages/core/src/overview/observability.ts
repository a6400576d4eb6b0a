import type { Hole, Logging, Metrics, Tracing } from '#model/index';
import { type Field, listField, printFields, printGroup, readFields, valueField } from './fields.ts';
import { text } from './notation.ts';
import type { Section } from './section.ts';

const logging: readonly Field<Logging<Hole>>[] = [
  valueField(['Application logs', 'Logs', 'Format'], { key: 'application', name: 'application' }, text),
  valueField(['Log aggregation', 'Aggregation'], { key: 'aggregation', name: 'aggregation' }, text),
  listField(['Log levels', 'Levels'], { key: 'levels', name: 'levels' }, text),
];
const metrics: readonly Field<Metrics<Hole>>[] = [
  valueField(['Application metrics', 'Application'], { key: 'application', name: 'application' }, text),
  valueField(['Infrastructure metrics', 'Infrastructure'], { key: 'infrastructure', name: 'infrastructure' }, text),
  valueField(['Business metrics', 'Business'], { key: 'business', name: 'business' }, text),
];
const tracing: readonly Field<Tracing<Hole>>[] = [
  valueField(['Distributed tracing', 'Traces', 'Tracing'], { key: 'distributed', name: 'distributed' }, text),
  valueField(['Request IDs', 'Request ID', 'Correlation IDs'], { key: 'requestIds', name: 'request-ids' }, text),
  valueField(['Performance monitoring', 'Performance', 'APM'], { key: 'performance', name: 'performance' }, text),
];

/** Section 7: logs, metrics and traces. */
export const observability: Section<'telemetry'> = {
  stem: 'observability',
  read: (parts, reading) => ({
    telemetry: {
      logging: { levels: [], ...readFields({ parts, reading, place: ['observability', 'logging'] }, logging) },
      metrics: readFields({ parts, reading, place: ['observability', 'metrics'] }, metrics),
      tracing: readFields({ parts, reading, place: ['observability', 'tracing'] }, tracing),
    },
  }),
  print: ({ telemetry }) =>
    [
      ...printGroup('Logging', printFields(telemetry.logging, logging)),
      ...printGroup('Metrics', printFields(telemetry.metrics, metrics)),
      ...printGroup('Tracing', printFields(telemetry.tracing, tracing)),
    ].join('\n\n'),
};
