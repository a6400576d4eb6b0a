import type { Call } from './call.ts';
import type { Instance } from './instances.ts';
import type { Instruments } from './instruments.ts';

/** Who is to have an instance: a call, or a connection over TCP. */
export interface Seeker {
  readonly edge: Pick<Instruments, 'instances' | 'circuits' | 'options'>;
  /** The one that it has. */
  readonly instance: Instance | undefined;
  /** Those that failed it. */
  tried: Instance[] | undefined;
}

const switchingProtocols = 101;

/** The step that chooses the instance that an attempt is made to. Where none is up, there is none to choose. */
export function chooseInstance(call: Call): 'next' {
  leaveInstance(call);
  const instance = bestFor(call);
  if (instance === undefined) return 'next';
  instance.inFlight += 1;
  call.instance = instance;
  call.judged = false;
  return 'next';
}

/** The end step that tells that the instance works on one call fewer; on an upgraded connection it does until that closes. */
export function leaveInstance(call: Call): void {
  const { instance } = call;
  if (instance === undefined) return;
  call.instance = undefined;
  if (call.status === switchingProtocols) call.request.socket.once('close', () => endOn(instance));
  else endOn(instance);
}

function endOn(instance: Instance): void {
  instance.inFlight -= 1;
}

/** Notes that an instance failed who had better go to another one next. */
export function avoidInstance(seeker: Seeker): void {
  const { instance } = seeker;
  if (instance === undefined || seeker.tried?.includes(instance) === true) return;
  if (seeker.tried === undefined) seeker.tried = [instance];
  else seeker.tried.push(instance);
}

/** Whether there is an instance that was not tried yet and that would be called. */
export function hasUntried(seeker: Seeker): boolean {
  const { list } = seeker.edge.instances;
  for (const instance of list) if (instance !== seeker.instance && isFresh(instance, seeker)) return true;
  return false;
}

/**
 * The least loaded of those that will do best; if none will, any: it is up to the breaker then. `undefined` while none is up.
 *
 * @param loadOf what makes an instance busy; its calls in flight unless told
 */
export function bestFor(seeker: Seeker, loadOf?: (instance: Instance) => number): Instance | undefined {
  const { balancer, list } = seeker.edge.instances;
  if (list.length <= 1) return list[0];
  return (
    balancer.pick(list, isFresh, seeker, loadOf) ??
    balancer.pick(list, isFit, seeker, loadOf) ??
    balancer.pick(list, isAdmitted, seeker, loadOf) ??
    balancer.pick(list, isAny, seeker, loadOf)
  );
}

function isFresh(instance: Instance, seeker: Seeker): boolean {
  return seeker.tried?.includes(instance) !== true && isFit(instance, seeker);
}

function isFit(instance: Instance, seeker: Seeker): boolean {
  const { instances, options } = seeker.edge;
  const isEjected = instance.suspect !== undefined && instances.outliers?.isEjected(instance.suspect, options.now());
  return isEjected !== true && isAdmitted(instance, seeker);
}

function isAdmitted(instance: Instance, { edge }: Seeker): boolean {
  const { circuits, options } = edge;
  return circuits === undefined || circuits.of(instance).wouldAdmit(options.now());
}

function isAny(): boolean {
  return true;
}
