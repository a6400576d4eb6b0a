import { ConfigurationError, readConfig } from './config.ts';
import { type Service, startService } from './service.ts';

/** Whoever supervises the service kills it after five seconds; a request that takes longer is lost. */
const stopWithinMs = 4_500;

try {
  const service = await startService(readConfig());
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop(service, signal));
} catch (error) {
  process.stderr.write(`asbuilt-api: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof ConfigurationError ? 2 : 1;
}

async function stop(service: Service, signal: NodeJS.Signals): Promise<void> {
  service.log.info({ signal }, 'stopping');
  setTimeout(() => {
    service.log.error(`Not stopped after ${stopWithinMs} ms: a request or a job is cut off.`);
    process.exit(1);
  }, stopWithinMs).unref();
  await service.stop();
  service.log.info('stopped');
}
