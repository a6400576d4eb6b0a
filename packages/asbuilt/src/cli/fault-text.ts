import type { FaultEffect, InstanceEffect, ShownFault } from '@asbuilt/runtime';

/** `Web → API: every call is refused for 30 s (fault 3)`, `API#1: its processes stand still for 30 s (fault 4)` */
export function faultText(fault: ShownFault): string {
  const where = 'edge' in fault ? fault.edge : `${fault.service}#${fault.instance}`;
  const what = `${where}: ${effectText(fault.effect)}`;
  return fault.effect.kind === 'kill' ? what : `${what} for ${secondsUntil(fault.endsAtMs)} s (fault ${fault.id})`;
}

function secondsUntil(endsAtMs: number): number {
  return Math.max(0, Math.round((endsAtMs - Date.now()) / 1_000));
}

/** `every call is refused` */
function effectText(effect: FaultEffect | InstanceEffect): string {
  return effect.kind === 'stop' || effect.kind === 'kill' ? onInstance[effect.kind] : onEdge(effect);
}

const onInstance: Readonly<Record<InstanceEffect['kind'], string>> = {
  stop: 'its processes stand still',
  kill: 'its processes are killed, and started again',
};

function onEdge(effect: FaultEffect): string {
  switch (effect.kind) {
    case 'refuse':
      return 'every call is refused';
    case 'black-hole':
      return 'nothing passes either way';
    case 'reset':
      return `connections are reset after ${effect.afterBytes} bytes of an answer`;
    case 'truncate':
      return `connections end after ${effect.afterBytes} bytes of an answer`;
    case 'latency': {
      const jitter = effect.jitterMs === undefined ? '' : `, give or take ${effect.jitterMs} ms`;
      return `every call takes ${effect.ms} ms longer${jitter}`;
    }
    case 'bandwidth':
      return `each direction carries ${effect.bytesPerSecond} bytes a second`;
    case 'pieces':
      return `answers come in pieces of ${effect.bytes} bytes with ${effect.pauseMs} ms after each`;
    case 'status':
      return `${Number((effect.share * 100).toPrecision(3))} % of the calls are answered ${effect.code}`;
    case 'clock-skew':
      return `tokens are looked over ${Math.abs(effect.ms)} ms ${effect.ms > 0 ? 'later' : 'earlier'} than it is`;
  }
}
