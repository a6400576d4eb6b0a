import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EdgePlan } from '@asbuilt/core/derive';
import type { Milliseconds } from '@asbuilt/core/model';
import type { ActiveFault } from '#faults/fault';
import type { Faults } from '#faults/faults';
import { answerJson, ControlProblem, readJson } from './control-answer.ts';
import { edgesOf, readFaultRequest } from './fault-request.ts';

/** What the routes under `/faults` work on. */
export interface FaultControl {
  readonly faults: Faults;
  readonly edges: readonly EdgePlan[];
  readonly now: () => Milliseconds;
}

/** `GET /faults`: those of now. */
export function listFaults({ faults, now }: FaultControl, response: ServerResponse): void {
  answerJson(response, 200, { faults: faults.list(now()) });
}

/** `POST /faults`: adds one on each edge meant. */
export async function addFaults(
  control: FaultControl,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { forMs, effect, ...place } = readFaultRequest(await readJson(request));
  const edges = edgesOf(place, effect, control.edges);
  answerJson(response, 201, { faults: edges.map((edge) => added(control, edge, { effect, forMs })) });
}

/** `DELETE /faults`: ends all; `DELETE /faults/7`: ends one. */
export function removeFaults({ faults, now }: FaultControl, id: string | undefined, response: ServerResponse): void {
  const removed = faults
    .list(now())
    .filter((fault) => (id === undefined || fault.id === Number(id)) && faults.remove(fault.id));
  if (id !== undefined && removed.length === 0) throw new ControlProblem(404, `there is no fault ${id} (any more)`);
  answerJson(response, 200, { faults: removed });
}

function added(
  { faults, now }: FaultControl,
  edge: string,
  { effect, forMs }: Pick<ReturnType<typeof readFaultRequest>, 'effect' | 'forMs'>,
): ActiveFault {
  try {
    return faults.add({ edge, effect, endsAtMs: now() + forMs }, now());
  } catch (error) {
    if (error instanceof RangeError) throw new ControlProblem(400, error.message);
    throw error;
  }
}
