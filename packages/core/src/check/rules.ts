import type { Rule } from './rule.ts';
import { artifactsAreCurrent } from './rules/artifacts-are-current.ts';
import { artifactsExist } from './rules/artifacts-exist.ts';
import { breakerOpensInTime } from './rules/breaker-opens-in-time.ts';
import { breakerSuitsPartialFailure } from './rules/breaker-suits-partial-failure.ts';
import { budgetArithmeticHolds } from './rules/budget-arithmetic-holds.ts';
import { connectionsFit } from './rules/connections-fit.ts';
import { costsAddUp } from './rules/costs-add-up.ts';
import { costsCoverTheScalingPlan } from './rules/costs-cover-the-scaling-plan.ts';
import { criticalFailuresHaveFallback } from './rules/critical-failures-have-fallback.ts';
import { datesAreDates } from './rules/dates-are-dates.ts';
import { decisionsAreMade } from './rules/decisions-are-made.ts';
import { dependenciesHaveFailureModes } from './rules/dependencies-have-failure-modes.ts';
import { documentIsReadable } from './rules/document-is-readable.ts';
import { edgesHaveProtocols } from './rules/edges-have-protocols.ts';
import { exceptionsAreNeeded } from './rules/exceptions-are-needed.ts';
import { flowsReturn } from './rules/flows-return.ts';
import { frontMatterIsValid } from './rules/front-matter-is-valid.ts';
import { guardrailsAreEnforceable } from './rules/guardrails-are-enforceable.ts';
import { innerTiersStillHit } from './rules/inner-tiers-still-hit.ts';
import { instancesFitTheirTier } from './rules/instances-fit-their-tier.ts';
import { instancesHaveBounds } from './rules/instances-have-bounds.ts';
import { jobsHaveRetries } from './rules/jobs-have-retries.ts';
import { linksResolve } from './rules/links-resolve.ts';
import { loadFitsCapacity } from './rules/load-fits-capacity.ts';
import { loadRecoversFromAStall } from './rules/load-recovers-from-a-stall.ts';
import { mitigationsAreKnown } from './rules/mitigations-are-known.ts';
import { namesAgree } from './rules/names-agree.ts';
import { numbersHaveUnits } from './rules/numbers-have-units.ts';
import { personalDataIsEncrypted } from './rules/personal-data-is-encrypted.ts';
import { placeholdersAreResolved } from './rules/placeholders-are-resolved.ts';
import { portsAgree } from './rules/ports-agree.ts';
import { profileIsValid } from './rules/profile-is-valid.ts';
import { protectionsHaveValues } from './rules/protections-have-values.ts';
import { queueIsAService } from './rules/queue-is-a-service.ts';
import { referencesExist } from './rules/references-exist.ts';
import { requestIdsPropagate } from './rules/request-ids-propagate.ts';
import { retriesAreSafe } from './rules/retries-are-safe.ts';
import { retriesDoNotAmplify } from './rules/retries-do-not-amplify.ts';
import { rolesAreUsed } from './rules/roles-are-used.ts';
import { secretsStayLocal } from './rules/secrets-stay-local.ts';
import { sectionsArePresent } from './rules/sections-are-present.ts';
import { servicesArePriced } from './rules/services-are-priced.ts';
import { servicesAreUsed } from './rules/services-are-used.ts';
import { sessionsAreNotShared } from './rules/sessions-are-not-shared.ts';
import { slosAreMeasured } from './rules/slos-are-measured.ts';
import { slosAreReachable } from './rules/slos-are-reachable.ts';
import { slosHaveAPolicy } from './rules/slos-have-a-policy.ts';
import { stalenessIsBounded } from './rules/staleness-is-bounded.ts';
import { statementsDoNotContradict } from './rules/statements-do-not-contradict.ts';
import { threatsAreMitigated } from './rules/threats-are-mitigated.ts';
import { ticksHaveEvidence } from './rules/ticks-have-evidence.ts';
import { timeoutsNest } from './rules/timeouts-nest.ts';
import { transportIsEncrypted } from './rules/transport-is-encrypted.ts';
import { triggersAreNumbers } from './rules/triggers-are-numbers.ts';
import { updatesInvalidate } from './rules/updates-invalidate.ts';

/** Every rule: first what cannot be read, then what is not filled in, then what contradicts itself, in the order of the document's sections. */
export const rules: readonly Rule[] = [
  documentIsReadable,
  exceptionsAreNeeded,
  placeholdersAreResolved,
  decisionsAreMade,
  frontMatterIsValid,
  datesAreDates,
  sectionsArePresent,
  profileIsValid,
  portsAgree,
  secretsStayLocal,
  referencesExist,
  numbersHaveUnits,
  statementsDoNotContradict,
  namesAgree,
  servicesAreUsed,
  queueIsAService,
  flowsReturn,
  edgesHaveProtocols,
  requestIdsPropagate,
  jobsHaveRetries,
  updatesInvalidate,
  stalenessIsBounded,
  innerTiersStillHit,
  sessionsAreNotShared,
  slosAreMeasured,
  timeoutsNest,
  dependenciesHaveFailureModes,
  breakerOpensInTime,
  breakerSuitsPartialFailure,
  mitigationsAreKnown,
  criticalFailuresHaveFallback,
  retriesDoNotAmplify,
  retriesAreSafe,
  triggersAreNumbers,
  instancesHaveBounds,
  loadFitsCapacity,
  loadRecoversFromAStall,
  connectionsFit,
  rolesAreUsed,
  personalDataIsEncrypted,
  transportIsEncrypted,
  protectionsHaveValues,
  costsAddUp,
  servicesArePriced,
  instancesFitTheirTier,
  costsCoverTheScalingPlan,
  threatsAreMitigated,
  ticksHaveEvidence,
  budgetArithmeticHolds,
  slosAreReachable,
  slosHaveAPolicy,
  artifactsExist,
  artifactsAreCurrent,
  guardrailsAreEnforceable,
  linksResolve,
];
