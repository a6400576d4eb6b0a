import type { Config } from '../../src/config.ts';
import { type Service, startService } from '../../src/service.ts';
import { analyst } from './analyst.ts';
import { type Answer, type Call, call, until } from './client.ts';

/** A running service, and a way to ask it. */
export interface TestService extends Service {
  ask(method: string, path: string, request?: Call): Promise<Answer>;
  /** Creates an overview and returns its address. */
  create(name: string, text?: string): Promise<string>;
  /** The overview at this address, once its findings are counted. */
  counted(at: string): Promise<Answer>;
}

/** Starts the service on a free port. It logs nothing but what should not happen. */
export async function startTestService(databaseUrl: string, changed: Partial<Config> = {}): Promise<TestService> {
  const service = await startService(
    { port: 0, host: '127.0.0.1', databaseUrl, logLevel: 'silent', ...changed },
    analyst,
  );
  const ask = (method: string, path: string, request?: Call): Promise<Answer> =>
    call(service.url, method, path, request);
  const create = async (name: string, text = `# ${name}\n`): Promise<string> => {
    const { headers } = await ask('POST', '/overviews', { body: { name, text } });
    return headers.get('location') ?? '';
  };
  const counted = (at: string): Promise<Answer> =>
    until(
      () => ask('GET', at),
      ({ status, body }) => status === 200 && body['errors'] !== null,
    );
  return { ...service, ask, create, counted };
}
