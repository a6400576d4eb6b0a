export type { ActiveFault, FaultEffect } from '#faults/fault';
export type { EdgeStatus } from '#gateway/open-edge';
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  openEmbeddedPostgres,
} from '#providers/database/embedded-postgres';
export { ConfigurationError, type Place } from '#supervisor/configuration-error';
export { tokenFileOf } from '#supervisor/control-token';
export type { FaultPlace, FaultRequest } from '#supervisor/fault-request';
export { liveRun, type RunRecord } from '#supervisor/run-record';
export type { RunningSystem } from '#supervisor/running-system';
export { type ServiceLine, serviceLine } from '#supervisor/service-line';
export { ServiceStartError } from '#supervisor/start-services';
export { stateDirectoryOf } from '#supervisor/state-directory';
export type { ServiceState, ServiceStatus, SystemStatus } from '#supervisor/status';
export { up } from '#supervisor/up';
export type { UpOptions } from '#supervisor/up-options';
