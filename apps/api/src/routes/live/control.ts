import { Problem } from '#http/problem';
import { type SystemStatus, systemStatusSchema } from './schema.ts';

/** The control server answers from memory; one that takes longer than this is stuck. */
const patienceMs = 2_000;

/** The state of the running system. Throws a problem when nothing runs us or the control server does not tell. */
export async function readStatus(controlUrl: string | undefined): Promise<SystemStatus> {
  const response = await ask(controlUrl, '/status', AbortSignal.timeout(patienceMs));
  const status = systemStatusSchema.safeParse(await response.json().catch(unreachable));
  if (status.success) return status.data;
  throw new Problem('system-unreachable', 'The control server does not answer with the state of a system.', {
    cause: status.error,
  });
}

/** The events of the running system, byte by byte, until `signal` aborts. Throws as `readStatus`. */
export async function openEvents(
  controlUrl: string | undefined,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const { body } = await ask(controlUrl, '/status/stream', signal);
  if (body === null) throw new Problem('system-unreachable', 'The control server sends no events.');
  return body;
}

async function ask(controlUrl: string | undefined, path: string, signal: AbortSignal): Promise<Response> {
  if (controlUrl === undefined) {
    throw new Problem(
      'system-not-running',
      'This service was not started by asbuilt up, so there is no running system to tell of.',
    );
  }
  const response = await fetch(controlUrl + path, { signal }).catch(unreachable);
  if (response.ok) return response;
  await response.body?.cancel();
  throw new Problem('system-unreachable', `The control server answers ${response.status}.`);
}

function unreachable(cause: unknown): never {
  throw new Problem('system-unreachable', 'The control server of asbuilt up does not answer: is the system stopping?', {
    cause,
  });
}
