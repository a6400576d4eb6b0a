import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import { freePort } from '../free-port.ts';

/** Prometheus (Debian: package prometheus), or the one that `PROMETHEUS` names. */
const command = process.env['PROMETHEUS'] ?? 'prometheus';

/** Whether it is installed here. Without it the tests that need it are skipped, and said to be. */
export const hasPrometheus: boolean = spawnSync(command, ['--version']).status === 0;

/** A Prometheus that runs for one test, and scrapes once a second. */
export interface PrometheusServer {
  readonly url: string;
  /** The values of an expression, by their labels. */
  query(expression: string): Promise<readonly Sample[]>;
  /** The data of any page of its API, as it comes. */
  get(path: string): Promise<unknown>;
}

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

const vector = z.object({
  resultType: z.literal('vector'),
  result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: z.tuple([z.number(), z.string()]) })),
});
const success = z.object({ status: z.literal('success'), data: z.unknown() });

/** Starts it on a gateway's metrics, with rules that it evaluates every second whatever they say. */
export async function startPrometheus(metrics: URL, rules = 'groups: []\n'): Promise<PrometheusServer> {
  const folder = await mkdtemp(join(tmpdir(), 'asbuilt-prometheus-'));
  const port = await freePort();
  const config = [
    'global: { scrape_interval: 1s, scrape_timeout: 1s }',
    'rule_files: [rules.yml]',
    `scrape_configs: [{ job_name: asbuilt, static_configs: [{ targets: ['${metrics.host}'] }] }]`,
  ];
  await writeFile(join(folder, 'prometheus.yml'), config.join('\n'));
  await writeFile(join(folder, 'rules.yml'), rules.replaceAll(/interval: "?1m"?$/gm, 'interval: 1s'));
  const server = spawn(
    command,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=exemplar-storage',
    ],
    { cwd: folder, stdio: 'ignore' },
  );
  const ended = once(server, 'exit');
  onTestFinished(async () => {
    server.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}`;
  await ready(url);
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`);
    const body: unknown = await answer.json();
    const read = success.safeParse(body);
    if (!read.success) throw new Error(`Prometheus answered ${path} with ${JSON.stringify(body)}`);
    return read.data.data;
  };
  return {
    url,
    get,
    query: async (expression) =>
      vector
        .parse(await get(`/api/v1/query?query=${encodeURIComponent(expression)}`))
        .result.map(({ metric, value }) => ({ metric, value: Number(value[1]) })),
  };
}

async function ready(url: string): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (performance.now() > deadline) throw new Error('Prometheus did not become ready within 60 s.');
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}
