export type { ArtifactEntry, FileEntry } from './artifact.ts';
export type { CacheLayer, Invalidation, InvalidationEvent } from './cache.ts';
export type { CachedKind, CachePolicy, CacheTierPolicy } from './cache-policy.ts';
export type { Capacity, Load } from './capacity.ts';
export type { Capsule, Framework } from './capsule.ts';
export { type Change, changeBetween, isSameAfter, spanAfter, valueAfter, widest } from './change.ts';
export type { Boundary, Integration } from './context.ts';
export type { Cost } from './cost.ts';
export type { Edit } from './edit.ts';
export type { Evidence } from './evidence.ts';
export type { Breaker, Failure, Impact, Mitigation } from './failure.ts';
export type { FlowStep } from './flow.ts';
export type { Guardrails } from './guardrail.ts';
export { type Hole, isHole } from './hole.ts';
export type {
  IdentityPolicy,
  IdentityProfile,
  RoutePolicy,
  RouteProfile,
  SigningAlgorithm,
  TlsProfile,
} from './identity.ts';
export type { Jobs } from './job.ts';
export type {
  Draft,
  Misfit,
  Model,
  Overview,
  Participant,
  PlacedComment,
  PlacedHeading,
  PlacedHole,
  Prose,
  ReadProblem,
  SectionPlace,
  UnknownKey,
} from './overview.ts';
export type { BreakerPolicy, EntryPolicy, RateLimitPolicy, RetryPolicy } from './policy.ts';
export { isPrice, type PricePerMonth } from './price.ts';
export {
  type CacheBytes,
  type InstanceRange,
  type LimitsProfile,
  type Profile,
  type ProfileDraft,
  type ProfileProblem,
  profileFileOf,
  profileKeyOf,
  profileTokens,
  type RuleLevel,
  type ServiceBinding,
} from './profile.ts';
export type { Link, Reference } from './reference.ts';
export { parseDemand, parseRoute, type RouteDemand, type RoutePattern, type RouteSegment } from './route.ts';
export type { HorizontalScaling, Scaling, ScalingTrigger, VerticalScaling } from './scaling.ts';
export type {
  Authentication,
  Authorization,
  DataProtection,
  Protection,
  RateLimit,
  RateLimitCounted,
  Security,
} from './security.ts';
export type { Service } from './service.ts';
export type { Slo } from './slo.ts';
export type { LineRange, Span } from './span.ts';
export { fits, type Stage, type StatementPattern, stages } from './stage.ts';
export { isStated, known, type Notation, type Stated } from './stated.ts';
export { statementsOf } from './statements.ts';
export { contentTypeOf, type StaticAnswerPolicy, type StaticAnswerProfile } from './static-answer.ts';
export type { AutoscalePolicy, AutoscaleTrigger, OutlierPolicy } from './supervision-policy.ts';
export type { Task, TaskPriority, TaskProfile, TaskStatus } from './task.ts';
export type { Logging, Metrics, Telemetry, Tracing } from './telemetry.ts';
export type { Threat } from './threat.ts';
export type { Bytes, Milliseconds, MinutesPerMonth, Ratio, UsdPerMonth } from './units.ts';
