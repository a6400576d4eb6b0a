import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '#telemetry/metrics';
import type { ServiceStatus } from './status.ts';

/** Puts the services that we look after into the metrics; their values are read when somebody asks. */
export function addServiceMetrics({ registry }: Metrics, services: () => readonly ServiceStatus[]): void {
  const ours = (): readonly ServiceStatus[] =>
    services().filter(({ state }) => state !== 'external' && state !== 'unbound');
  registry.registerMetric(up(ours));
  registry.registerMetric(restarts(ours));
}

function up(services: () => readonly ServiceStatus[]): Gauge {
  return new Gauge({
    name: 'asbuilt_service_up',
    help: 'Whether a service is ready: 1 or 0.',
    labelNames: ['service'],
    registers: [],
    collect() {
      this.reset();
      for (const { name, state } of services()) this.set({ service: name }, state === 'healthy' ? 1 : 0);
    },
  });
}

function restarts(services: () => readonly ServiceStatus[]): Counter {
  return new Counter({
    name: 'asbuilt_service_restarts_total',
    help: 'How often a service was started again.',
    labelNames: ['service'],
    registers: [],
    collect() {
      this.reset();
      for (const status of services()) this.inc({ service: status.name }, status.restarts);
    },
  });
}
