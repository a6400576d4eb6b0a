import { facts, under } from '../print/markdown.ts';
import { type Chapter, listed } from './chapter.ts';

/** What the system tells of itself. */
export const observability: Chapter = {
  title: 'Observability',
  draws: ['observability/**'],
  blocks: ({ overview: { telemetry } }) => [
    ...under(
      3,
      'Logs',
      facts([
        ['Application', telemetry.logging.application],
        ['Aggregation', telemetry.logging.aggregation],
        ['Levels', listed(telemetry.logging.levels)],
      ]),
    ),
    ...under(
      3,
      'Metrics',
      facts([
        ['Application', telemetry.metrics.application],
        ['Infrastructure', telemetry.metrics.infrastructure],
        ['Business', telemetry.metrics.business],
      ]),
    ),
    ...under(
      3,
      'Traces',
      facts([
        ['Distributed tracing', telemetry.tracing.distributed],
        ['Request ids', telemetry.tracing.requestIds],
        ['Performance', telemetry.tracing.performance],
      ]),
    ),
  ],
};
