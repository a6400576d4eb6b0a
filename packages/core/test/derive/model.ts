import type { Model } from '../../src/model/index.ts';
import { link, read } from '../../src/overview/index.ts';

/** What a test says of a system: the steps of its flow, and the timeouts of its failure table. */
export interface Said {
  /** Names of the services table. */
  readonly services?: readonly string[];
  /** `User → API`, in order; numbered from 1. Lines that begin with a number keep it. */
  readonly flow?: readonly string[];
  /** `API timeout`: `30s` */
  readonly timeouts?: Readonly<Record<string, string>>;
}

/** The model of the document that says so. */
export function modelOf({ services = [], flow = [], timeouts = {} }: Said): Model {
  const steps = flow.map((step, index) => (/^\d/.test(step) ? step : `${index + 1}. ${step}`));
  const rows = Object.entries(timeouts).map(([failure, timeout]) => `| ${failure} | High | Retry | ${timeout} |`);
  const document = [
    '## Services',
    '',
    '| Service | Responsibility |',
    '|---|---|',
    ...services.map((name) => `| ${name} | works |`),
    '',
    '## Data Flow',
    '',
    '**Request Flow:**',
    ...steps,
    '',
    '## Failure Modes',
    '',
    '| Failure | Impact | Mitigation | Timeout |',
    '|---|---|---|---|',
    ...rows,
  ];
  return link(read(`${document.join('\n')}\n`));
}
