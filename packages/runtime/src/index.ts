export type { ActiveFault, FaultEffect, InstanceEffect, InstanceFault } from '#faults/fault';
export type { EdgeStatus } from '#gateway/edge-status';
export { type EmbeddedPostgresOptions, openEmbeddedPostgres } from '#providers/database/embedded-postgres';
export type { EmbeddedPostgres } from '#providers/database/embedded-server';
export { type SystemMail, systemMails } from '#providers/email/system-mails';
export { ConfigurationError, type Place } from '#supervisor/configuration-error';
export type { Purged } from '#supervisor/control-caches';
export { readToken } from '#supervisor/control-token';
export type { FaultPlace, FaultRequest } from '#supervisor/fault-request';
export { readLog } from '#supervisor/read-log';
export { RestartError } from '#supervisor/restart-error';
export { liveRun, type RunRecord } from '#supervisor/run-record';
export type { RunningSystem } from '#supervisor/running-system';
export { type ServiceLine, serviceLine } from '#supervisor/service-line';
export { ServiceStartError } from '#supervisor/service-start-error';
export { stateDirectoryOf } from '#supervisor/state-directory';
export type {
  InstanceState,
  InstanceStatus,
  ServiceState,
  ServiceStatus,
  ShownFault,
  SystemStatus,
} from '#supervisor/status';
export { up } from '#supervisor/up';
export type { UpOptions } from '#supervisor/up-options';
