export { inSeries } from './availability.ts';
export { type BurnRate, burnRates } from './burn-rate.ts';
export { type Call, calls, everyCall, flows, participant } from './calls.ts';
export {
  type Coverage,
  type CoverageSource,
  coverage,
  type SectionCoverage,
  type StageCounts,
  type StatementCoverage,
} from './coverage.ts';
export type { EdgePlan } from './edge-plan.ts';
export { enforcedBy } from './enforced.ts';
export { type BudgetUse, budgetUse, errorBudget, errorBudgetMinutes } from './error-budget.ts';
export { latestEvidence } from './evidence.ts';
export { hardDependencies, type Promised, type PromisedOn } from './hard-dependency.ts';
export { issuingService, unknownRoles } from './identity-policy.ts';
export { type InstancesPlan, mayBeSeveral } from './instances-plan.ts';
export { type MonthlyCost, monthlyCost } from './monthly-cost.ts';
export { plan, type ServicePlan, type SystemPlan } from './plan.ts';
export { priceOf, pricesText, priceText, type StatedPrice, statedTotal } from './price.ts';
export type { ContractStandIn, OidcStandIn, StandIn } from './standing-in.ts';
export type { IdleStaticAnswer } from './static-answer.ts';
export { type CallTime, type TimeoutPath, timeoutPaths, timeoutsByName } from './timeout-path.ts';
