import type { Bytes, Milliseconds, Ratio } from '@asbuilt/core/model';
import { UsageError } from '#cli/command';
import {
  type Fault,
  type FaultEdge,
  hasEdges,
  hasFaults,
  hasServices,
  type RunningEdge,
  type RunningService,
} from './control-answer.ts';
import { asDrill } from './drill-mark.ts';

/** What a fault does to the calls of an edge. */
export type FaultEffect =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'black-hole' }
  | { readonly kind: 'reset' | 'truncate'; readonly afterBytes: Bytes }
  | { readonly kind: 'status'; readonly code: number; readonly share: Ratio };

/** A fault that is wanted: on one edge, on every edge to a service, or on the processes of an instance. It ends by itself. */
export type WantedFault =
  | { readonly service: string; readonly effect: FaultEffect; readonly forMs: Milliseconds }
  | { readonly edge: string; readonly effect: FaultEffect; readonly forMs: Milliseconds }
  | { readonly service: string; readonly effect: { readonly kind: 'stop' }; readonly forMs: Milliseconds }
  /** Once; the instance is to be started again. */
  | { readonly service: string; readonly effect: { readonly kind: 'kill' } };

/** The control server of a running system. Everything rejects with a `UsageError` when it cannot be talked to. */
export interface Control {
  /** Runs something whose calls to the system are drills, so that it counts them apart. */
  asDrill<T>(run: () => Promise<T>): Promise<T>;
  /** The edges that have a gateway. */
  edges(): Promise<readonly RunningEdge[]>;
  /** The services, and which instances of them run here. */
  services(): Promise<readonly RunningService[]>;
  /** Resolves once the process that the edges are in has answered something that takes no time, or the signal is aborted. */
  answers(signal: AbortSignal): Promise<void>;
  /** What has a fault now. */
  faults(): Promise<readonly FaultEdge[]>;
  addFault(fault: WantedFault): Promise<readonly Fault[]>;
  /** Ends faults; those that have ended by themselves meanwhile are no error. */
  removeFaults(faults: readonly Fault[]): Promise<void>;
}

/** Where the control server is, and what allows to inject faults. */
export interface ControlPlace {
  readonly url: string;
  readonly token: string;
}

/** An answer that takes longer than this will not come. */
const patienceMs: Milliseconds = 10_000;

/** Talks to the control server at a URL. */
export function controlAt({ url, token }: ControlPlace): Control {
  const ask = async <T extends object>(
    path: string,
    isAnswer: (body: object) => body is T,
    init: RequestInit = {},
  ): Promise<T> => {
    const { ok, status, body } = await request(url, path, { ...init, headers: { authorization: `Bearer ${token}` } });
    if (ok && typeof body === 'object' && body !== null && isAnswer(body)) return body;
    if (ok) throw new UsageError(`${url} is no control server: what it answered ${path} has another form.`);
    throw new UsageError(`the control server at ${url} answered ${path} with ${status}${detailOf(body)}`);
  };
  return {
    asDrill: (run) => asDrill(token, run),
    edges: async () => (await ask('/status', hasEdges)).edges,
    services: async () => (await ask('/status', hasServices)).services,
    answers: async (signal) => {
      try {
        await request(url, '/healthz', { signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]) });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
    faults: async () => (await ask('/faults', hasFaults)).faults,
    addFault: async (fault) =>
      (await ask('/faults', hasFaults, { method: 'POST', body: JSON.stringify(fault) })).faults,
    removeFaults: async (faults) => {
      const endings = faults.map(async ({ id }) => {
        const path = `/faults/${id}`;
        const ended = await request(url, path, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });
        if (!ended.ok && ended.status !== 404) {
          throw new UsageError(
            `the control server at ${url} did not end fault ${id}${detailOf(ended.body)} It ends by itself.`,
          );
        }
      });
      await Promise.all(endings);
    },
  };
}

interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
}

async function request(base: string, path: string, init: RequestInit): Promise<Answer> {
  try {
    // Not bound to Ctrl-C, as a rule: faults are to be ended after it, too.
    const answer = await fetch(new URL(path, base), { signal: AbortSignal.timeout(patienceMs), ...init });
    return { ok: answer.ok, status: answer.status, body: await answer.json() };
  } catch (error) {
    throw new UsageError(`the control server at ${base} cannot be talked to: ${reasonOf(error)}.`, { cause: error });
  }
}

/** What stands in the way; `fetch` says it in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** The sentence of a problem (RFC 9457), or a full stop. */
function detailOf(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('detail' in body)) return '.';
  const detail = String(body.detail);
  return `: ${/[.?!]$/.test(detail) ? detail : `${detail}.`}`;
}
