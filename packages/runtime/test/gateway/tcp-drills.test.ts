import net from 'node:net';
import { expect, test } from 'vitest';
import { Drills } from '#gateway/drills';
import { freePort, openEdge, startTcpService, type TestEdge, type TestPlan } from './kit.ts';

/** As `asbuilt prove` makes it of the token; its test has the same. */
const address = '127.137.154.82';

async function opened(target: NonNullable<TestPlan['target']>): Promise<TestEdge> {
  const drills = new Drills();
  drills.trust('a token');
  return openEdge({ name: 'API → Store', from: 'API', to: 'Store', protocol: 'tcp', target, shared: { drills } });
}

async function connect(edge: TestEdge, localAddress: string): Promise<void> {
  const client = net.connect({ port: edge.port, host: edge.host, localAddress });
  client.on('error', () => undefined);
  client.once('data', () => client.destroy());
  await new Promise((resolve) => client.once('close', resolve));
}

const totals = (edge: TestEdge): { good: number; bad: number } =>
  edge.options.ledger.totals('Store', 0, Number.MAX_SAFE_INTEGER);

const drilled = async (edge: TestEdge): Promise<readonly number[]> =>
  [...(await edge.options.telemetry.metrics.text()).matchAll(/^asbuilt_edge_drill_\w+_total\{.*\} (\d+)$/gm)].map(
    ([, count]) => Number(count),
  );

test.skipIf(process.platform === 'darwin')(
  'connections of bare TCP from the address of drills, which macOS lacks, are counted apart',
  async () => {
    const service = await startTcpService((socket) => void socket.end('ready'));
    const edge = await opened(service.target);
    await connect(edge, address);
    await connect(edge, '127.0.0.1');
    expect(await drilled(edge)).toEqual([1, 0]);
    expect(totals(edge)).toEqual({ good: 1, bad: 0 });
    const port = await freePort();
    const away = await opened(() => ({ host: '127.0.0.1', port }));
    await connect(away, address);
    await connect(away, '127.0.0.2');
    expect(await drilled(away)).toEqual([1, 1]);
    expect(totals(away)).toEqual({ good: 0, bad: 1 });
  },
);
