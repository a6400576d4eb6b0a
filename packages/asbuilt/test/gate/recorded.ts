import { openLedger } from '../../../runtime/src/ledger/ledger.ts';

/** Calls of a service in the minute of `at`, in milliseconds since the Unix epoch. */
export interface Calls {
  readonly service: string;
  readonly good: number;
  readonly bad: number;
  readonly at?: number;
}

/** Lets the runtime's own ledger count calls in a folder; they happen now unless said otherwise. */
export async function record(directory: string, all: readonly Calls[]): Promise<void> {
  const ledger = await openLedger({ directory, now: Date.now, onError: fail });
  for (const { service, good, bad, at = Date.now() } of all) {
    for (let index = 0; index < good + bad; index += 1) ledger.record(service, index < good, at);
  }
  await ledger.close();
}

function fail(error: Error): void {
  throw error;
}

/** An overview with three objectives, and a policy. */
export const objectives = `# Shop

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Desk | takes orders | REST | HTTP |
| Store | keeps orders | SQL | Postgres protocol |

## SLO Error Budgets

| Service | SLO | Error Budget | Notes |
|---|---|---|---|
| Desk | 99% | 1% downtime/month | ~432 min/month |
| Store service | 99.9% | 0.1% downtime/month | ~43 min/month |
| Mail | [objective] | | |

**Error Budget Policy:** nothing new until the budget is back
`;
