import { isRecord } from '#files/is-record';

/** An edge that has a gateway, as the control server tells of it. */
export interface RunningEdge {
  /** `Frontend → API` */
  readonly name: string;
  readonly to: string;
  readonly protocol: 'http' | 'tcp';
  /** Where it listens: `127.0.0.1:3000` */
  readonly address: string;
  readonly breaker: 'closed' | 'open' | 'half-open' | 'none';
  /** Among how many instances its calls are shared out, each with a breaker; absent where that is one. */
  readonly instances?: number;
  /** Calls since it was opened; connections, on a TCP edge. */
  readonly requests: number;
}

/** A service, as the control server tells of it. */
export interface RunningService {
  readonly name: string;
  /** Those that run here; absent where it runs elsewhere. */
  readonly instances?: readonly RunningInstance[];
}

/** An instance of a service. */
export interface RunningInstance {
  /** One that is started again keeps it. */
  readonly number: number;
  /** `healthy` while it gets calls. */
  readonly state: string;
  readonly restarts: number;
  /** Absent where it has no processes of its own. */
  readonly pid?: number;
}

/** What has a fault: an edge, or an instance of a service. */
export interface FaultEdge {
  readonly edge?: string;
  readonly service?: string;
  /** The number of the instance. */
  readonly instance?: number;
}

/** A fault that was injected. */
export interface Fault extends FaultEdge {
  readonly id: number;
}

/** Whether `GET /status` was answered as it is meant to be. */
export function hasEdges(body: object): body is { readonly edges: readonly RunningEdge[] } {
  return 'edges' in body && Array.isArray(body.edges) && body.edges.every(isEdge);
}

/** Whether `GET /status` tells of the services as it is meant to. */
export function hasServices(body: object): body is { readonly services: readonly RunningService[] } {
  return 'services' in body && Array.isArray(body.services) && body.services.every(isService);
}

/** Whether a question about faults was answered as it is meant to be. */
export function hasFaults(body: object): body is { readonly faults: readonly Fault[] } {
  return 'faults' in body && Array.isArray(body.faults) && body.faults.every(isFault);
}

const breakers: ReadonlySet<unknown> = new Set<RunningEdge['breaker']>(['closed', 'open', 'half-open', 'none']);
const protocols: ReadonlySet<unknown> = new Set<RunningEdge['protocol']>(['http', 'tcp']);

function isEdge(value: unknown): value is RunningEdge {
  if (!isRecord(value)) return false;
  const { name, to, address, protocol, breaker, requests } = value;
  const named = [name, to, address].every((text) => typeof text === 'string');
  return named && protocols.has(protocol) && breakers.has(breaker) && typeof requests === 'number';
}

function isService(value: unknown): value is RunningService {
  if (!isRecord(value) || typeof value['name'] !== 'string') return false;
  const { instances } = value;
  return instances === undefined || (Array.isArray(instances) && instances.every(isInstance));
}

function isInstance(value: unknown): value is RunningInstance {
  if (!isRecord(value) || typeof value['state'] !== 'string') return false;
  const { number, restarts, pid } = value;
  return [number, restarts, pid ?? 0].every((each) => typeof each === 'number');
}

function isFault(value: unknown): value is Fault {
  if (!isRecord(value) || typeof value['id'] !== 'number') return false;
  return typeof value['edge'] === 'string' || typeof value['service'] === 'string';
}
