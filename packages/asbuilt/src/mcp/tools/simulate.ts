import { UsageError } from '#cli/command';
import { z } from '../sdk.ts';
import { answerBy } from '../session.ts';
import { overviewInput, requireInputInside, type Tool, tool } from '../tool.ts';

/** About two seconds of work, in which the server answers nothing else. */
const mostRequests = 1_000_000;

const outage = z.strictObject({
  service: z.string().min(1).describe('As the overview names it'),
  durationMs: z.number().int().min(1),
});

/** `asbuilt simulate --format json` */
export const simulateTool: Tool = tool({
  name: 'simulate',
  title: 'Forecast load and outages',
  description:
    'Plays load and outages through the request flow in virtual time, with the timeouts, retries and circuit breakers that the overview states. Returns availability, latency (p50, p99), what each edge refused and gave up, the share of each error budget that it uses (above 1 it is spent), and what was taken for granted. The same seed gives the same forecast.',
  input: {
    ...overviewInput,
    load: z.number().min(0.001).max(100_000).default(10).describe('Requests per second'),
    durationMs: z.number().int().min(1).default(600_000).describe('How long is played, in virtual time'),
    outages: z.array(outage).max(100).default([]).describe('What is down, each from a third of the time on'),
    serviceTimeMs: z.number().min(0.001).default(20).describe('What a service itself takes for a request on average'),
    seed: z.number().int().min(0).default(1),
  },
  answer: async ({ file, profile, load, durationMs, outages, serviceTimeMs, seed }, session) => {
    await requireInputInside(session, { file, profile });
    const requests = (load * durationMs) / 1_000;
    if (requests > mostRequests) {
      throw new UsageError(
        `that is about ${Math.round(requests).toLocaleString('en-US')} requests, and this tool plays at most ${mostRequests.toLocaleString('en-US')}: lower load or durationMs.`,
      );
    }
    const down = outages.map((each) => `${each.service}:${each.durationMs}ms`).join(',');
    return answerBy(session, 'simulate', file, {
      profile,
      load,
      for: `${durationMs}ms`,
      down: down === '' ? undefined : down,
      serviceTime: `${serviceTimeMs}ms`,
      seed,
    });
  },
});
