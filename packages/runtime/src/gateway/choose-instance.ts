import type { Call } from './call.ts';
import type { Instance } from './instances.ts';

const switchingProtocols = 101;

/** The step that chooses the instance that an attempt is made to. Where none is up, there is none to choose. */
export function chooseInstance(call: Call): 'next' {
  leaveInstance(call);
  const { list } = call.edge.instances;
  const instance = list.length > 1 ? chosenOf(list, call) : list[0];
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

/** Notes that an instance failed this call, which had better go to another one next. */
export function avoidInstance(call: Call): void {
  const { instance } = call;
  if (instance === undefined || call.tried?.includes(instance) === true) return;
  if (call.tried === undefined) call.tried = [instance];
  else call.tried.push(instance);
}

/** Whether there is an instance that was not tried yet and that would be called. */
export function hasUntried(call: Call): boolean {
  const { list } = call.edge.instances;
  for (const instance of list) if (instance !== call.instance && isFresh(instance, call)) return true;
  return false;
}

/** The least loaded of those that will do best; if none will, any: it is up to the breaker then. */
function chosenOf(list: readonly Instance[], call: Call): Instance | undefined {
  const { balancer } = call.edge.instances;
  return (
    balancer.pick(list, isFresh, call) ??
    balancer.pick(list, isFit, call) ??
    balancer.pick(list, isAdmitted, call) ??
    balancer.pick(list, isAny, call)
  );
}

function isFresh(instance: Instance, call: Call): boolean {
  return call.tried?.includes(instance) !== true && isFit(instance, call);
}

function isFit(instance: Instance, call: Call): boolean {
  const { instances, options } = call.edge;
  const isEjected = instance.suspect !== undefined && instances.outliers?.isEjected(instance.suspect, options.now());
  return isEjected !== true && isAdmitted(instance, call);
}

function isAdmitted(instance: Instance, call: Call): boolean {
  const { circuits, options } = call.edge;
  return circuits === undefined || circuits.of(instance).wouldAdmit(options.now());
}

function isAny(): boolean {
  return true;
}
