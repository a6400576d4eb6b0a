import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedPostgres } from '../../../../packages/runtime/src/providers/database/embedded-postgres.ts';
import { freePort } from '../../../../packages/runtime/test/free-port.ts';
import { startProcess, type TestProcess } from './process.ts';

const studio = join(import.meta.dirname, '..', '..');
const api = join(studio, '..', 'api');
const next = join(studio, '..', '..', 'node_modules', 'next', 'dist', 'bin', 'next');

/** The Studio as it is deployed, with a real API on a real PostgreSQL. */
export interface Stack {
  readonly studioUrl: string;
  readonly apiUrl: string;
  readonly studio: TestProcess;
  stopApi(): Promise<void>;
  startApi(): Promise<void>;
  stop(): Promise<void>;
}

/** @param controlUrl the control server of a running system; without it the API is not under `asbuilt up` */
export async function startStack(controlUrl?: string): Promise<Stack> {
  await mustBeBuilt(join(studio, '.next', 'BUILD_ID'));
  await mustBeBuilt(join(api, 'dist', 'main.js'));
  const directory = await mkdtemp(join(tmpdir(), 'asbuilt-studio-test-'));
  const database = await openEmbeddedPostgres({ directory });
  const [apiPort, studioPort] = [await freePort(), await freePort()];
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const runApi = (): Promise<TestProcess> => startApi(apiPort, database.url, controlUrl);
  let apiProcess = await runApi();
  const studioProcess = await startStudio(studioPort, apiUrl);
  return {
    studioUrl: `http://127.0.0.1:${studioPort}`,
    apiUrl,
    studio: studioProcess,
    stopApi: async () => {
      await apiProcess.stop();
    },
    startApi: async () => {
      apiProcess = await runApi();
    },
    stop: async () => {
      await Promise.all([studioProcess.stop(), apiProcess.stop()]);
      await database.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

function startApi(port: number, databaseUrl: string, controlUrl: string | undefined): Promise<TestProcess> {
  return startProcess({
    args: [join('dist', 'main.js')],
    cwd: api,
    env: {
      PORT: `${port}`,
      HOST: '127.0.0.1',
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'warn',
      ...(controlUrl !== undefined && { ASBUILT_CONTROL_URL: controlUrl }),
    },
    readyUrl: `http://127.0.0.1:${port}/health`,
    readyWithinMs: 90_000,
  });
}

function startStudio(port: number, apiUrl: string): Promise<TestProcess> {
  return startProcess({
    args: [next, 'start', '-H', '127.0.0.1', '-p', `${port}`],
    cwd: studio,
    env: { API_URL: apiUrl, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    readyUrl: `http://127.0.0.1:${port}/healthz`,
    readyWithinMs: 90_000,
  });
}

async function mustBeBuilt(file: string): Promise<void> {
  await access(file).catch((cause: unknown) => {
    throw new Error(`${file} is missing: run \`npm run build\` first.`, { cause });
  });
}
