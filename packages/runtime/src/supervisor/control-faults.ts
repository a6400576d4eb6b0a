import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgePlan } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import type { ActiveFault, InstanceFault } from '#faults/fault';
import type { Faults } from '#faults/faults';
import { messageOf } from '#values/message-of';
import { afflictedInstance } from './afflicted-instance.ts';
import { answerJson, ControlProblem, readJson } from './control-answer.ts';
import {
  type EdgeFaultRequest,
  edgesOf,
  type FaultRequest,
  type InstanceFaultRequest,
  readFaultRequest,
} from './fault-request.ts';
import type { Harm, InstanceFaults } from './instance-faults.ts';
import type { ShownFault } from './status.ts';
import type { Supervised } from './supervised.ts';

/** What the routes under `/faults` work on. */
export interface FaultControl {
  readonly faults: Faults;
  readonly edges: readonly EdgePlan[];
  readonly instanceFaults: InstanceFaults;
  /** By name. */
  readonly services: ReadonlyMap<string, Supervised>;
  readonly now: () => Milliseconds;
}

/** The routes under `/faults`. */
export async function answerFaults(
  control: FaultControl,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const id = path.split('/')[2];
  if (request.method === 'DELETE') return removeFaults(control, id, response);
  if (request.method === 'POST' && id === undefined) return addFaults(control, request, response);
  if (request.method === 'GET' && id === undefined) return listFaults(control, response);
  throw new ControlProblem(405, 'there are: GET /faults, POST /faults, DELETE /faults, DELETE /faults/<id>');
}

/** `GET /faults`: those of now. */
function listFaults(control: FaultControl, response: ServerResponse): void {
  answerJson(response, 200, { faults: all(control) });
}

/** `POST /faults`: adds one on each edge meant, or one on an instance. */
async function addFaults(control: FaultControl, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const wanted = readFaultRequest(await readJson(request));
  const added = isOnInstance(wanted) ? [await afflict(control, wanted)] : addToEdges(control, wanted);
  answerJson(response, 201, { faults: added });
}

/** `DELETE /faults`: ends all; `DELETE /faults/7`: ends one. */
function removeFaults(control: FaultControl, id: string | undefined, response: ServerResponse): void {
  const { faults, instanceFaults } = control;
  const removed = all(control)
    .filter((fault) => id === undefined || fault.id === Number(id))
    .filter((fault) => faults.remove(fault.id) || instanceFaults.remove(fault.id));
  if (id !== undefined && removed.length === 0) throw new ControlProblem(404, `there is no fault ${id} (any more)`);
  answerJson(response, 200, { faults: removed });
}

function all({ faults, instanceFaults, now }: FaultControl): readonly ShownFault[] {
  return [...faults.list(now()), ...instanceFaults.list()];
}

function isOnInstance(wanted: FaultRequest): wanted is InstanceFaultRequest {
  return wanted.effect.kind === 'stop' || wanted.effect.kind === 'kill';
}

async function afflict(
  { instanceFaults, services }: FaultControl,
  { effect, forMs, ...place }: InstanceFaultRequest,
): Promise<InstanceFault> {
  const member = afflictedInstance({ ...place, effect }, services);
  return instanceFaults.add(place.service, member, harmOf(effect, forMs)).catch((error: unknown) => {
    // It was there a moment ago.
    throw error instanceof RangeError ? invalid(error) : new ControlProblem(409, messageOf(error));
  });
}

function harmOf(effect: InstanceFaultRequest['effect'], forMs: Milliseconds = Number.NaN): Harm {
  return effect.kind === 'stop' ? { effect, forMs } : { effect };
}

function addToEdges(
  { faults, edges, now }: FaultControl,
  { effect, forMs, ...place }: EdgeFaultRequest,
): ActiveFault[] {
  const endsAtMs = now() + forMs;
  try {
    return edgesOf(place, effect, edges).map((edge) => faults.add({ edge, effect, endsAtMs }, now()));
  } catch (error) {
    throw error instanceof RangeError ? invalid(error) : error;
  }
}

function invalid({ message }: RangeError): ControlProblem {
  return new ControlProblem(400, message);
}
