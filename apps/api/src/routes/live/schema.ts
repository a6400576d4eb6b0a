import { z } from 'zod';

const count = z.int().min(0);
const address = z.string().describe('Where it listens, as host and port or as a URL.');

const instanceStateSchema = z
  .object({
    number: z.int().min(1).describe('An instance that is started again keeps it.'),
    state: z
      .enum(['starting', 'healthy', 'unready', 'restarting', 'draining', 'stopped', 'failed'])
      .describe(
        '`unready`: fails its health check and gets no calls. `draining`: gets no more calls, and ends its own.',
      ),
    pid: count.optional().describe('Its process.'),
    address: address.optional(),
    restarts: count.describe('How often it was restarted since the system came up.'),
    since: z.string().describe('Since when it is in this state, ISO 8601.'),
    inFlight: count.describe('Calls that it works on at the moment.'),
    cpuCores: z
      .number()
      .min(0)
      .optional()
      .describe('Processor time that it takes, 1 for one core; where it is watched.'),
    memoryBytes: count.optional().describe('What it keeps in memory; where it is watched.'),
  })
  .meta({ id: 'InstanceState', description: 'One running instance of a service.' });

const serviceStateSchema = z
  .object({
    name: z.string(),
    state: z
      .enum(['starting', 'healthy', 'restarting', 'stopped', 'failed', 'external', 'unbound'])
      .describe('`external`: runs elsewhere. `unbound`: the profile does not say where it runs.'),
    pid: count.optional().describe('Its process, if it runs here.'),
    address: address.optional(),
    restarts: count.describe('How often it was restarted since the system came up.'),
    since: z.string().describe('Since when it is in this state, ISO 8601.'),
    instances: z
      .array(instanceStateSchema)
      .optional()
      .describe('Of a service that runs here, which is as well as the best of them.'),
  })
  .meta({ id: 'ServiceState', description: 'A service of the running system.' });

const edgeStateSchema = z
  .object({
    name: z.string(),
    from: z.string().describe('Who calls.'),
    to: z.string().describe('Who is called.'),
    protocol: z.enum(['http', 'tcp']),
    address: address.describe('Where the caller reaches the gateway of this edge.'),
    timeoutMs: z.number().min(0).optional().describe('How long the gateway waits for an answer.'),
    breaker: z.enum(['closed', 'open', 'half-open', 'none']).describe('`none`: the overview states no breaker for it.'),
    requests: count.describe('Since the system came up.'),
    failures: count.describe('Since the system came up.'),
    inFlight: count.describe('Under way at the moment.'),
    p50Ms: z.number().min(0).optional().describe('Half of the requests were answered within this time.'),
    p99Ms: z.number().min(0).optional().describe('99 of 100 requests were answered within this time.'),
  })
  .meta({
    id: 'EdgeState',
    description: 'An edge of the running system: one service calling another through its gateway.',
  });

const since = '2026-01-15T09:30:00.000Z';

export const systemStatusSchema = z
  .object({
    overview: z.string().describe('The overview that the system runs by.'),
    startedAt: z.string().describe('When it came up, ISO 8601.'),
    services: z.array(serviceStateSchema),
    edges: z.array(edgeStateSchema),
  })
  .meta({
    id: 'SystemStatus',
    description: 'The running system at this moment: every service and every edge.',
    examples: [
      {
        overview: 'overview.md',
        startedAt: since,
        services: [{ name: 'API', state: 'healthy', pid: 4242, address: '127.0.0.1:4001', restarts: 0, since }],
        edges: [
          {
            name: 'frontend-api',
            from: 'Frontend',
            to: 'API',
            protocol: 'http',
            address: '127.0.0.1:4100',
            timeoutMs: 30_000,
            breaker: 'closed',
            requests: 120,
            failures: 1,
            inFlight: 2,
            p50Ms: 8,
            p99Ms: 95,
          },
        ],
      },
    ],
  });

export type SystemStatus = z.infer<typeof systemStatusSchema>;
