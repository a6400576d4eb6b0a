import type { ServerResponse } from 'node:http';
import { messageOf } from '#values/message-of';
import { answerJson, ControlProblem } from './control-answer.ts';
import type { ServiceStatus } from './status.ts';

/** `POST /services/API/restart`: answers once it is done. */
export async function answerRestart(
  restart: (service: string) => Promise<ServiceStatus>,
  path: string,
  method: string | undefined,
  response: ServerResponse,
): Promise<void> {
  const [, service] = /^\/services\/([^/]+)\/restart$/.exec(path) ?? [];
  if (service === undefined || method !== 'POST')
    throw new ControlProblem(404, 'there is: POST /services/<name>/restart');
  const restarted = await restart(decodeURIComponent(service)).catch((error: unknown) => {
    throw new ControlProblem(409, messageOf(error));
  });
  answerJson(response, 200, { service: restarted });
}
