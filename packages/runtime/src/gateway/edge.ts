import type { EdgePlan } from '@asbuilt/core/derive';
import type { CachePolicy } from '@asbuilt/core/model';
import { AnswerCache } from '#http-cache/answer-cache';
import { Deadlines } from '#values/deadlines';
import { askCaches, emptyCaches } from './caching/ask-caches.ts';
import type { EndStep, HttpEdge, Step } from './call.ts';
import { admit } from './callee/admit.ts';
import { forward } from './callee/forward.ts';
import { injectFaults } from './callee/inject-faults.ts';
import { coverErrors } from './callee/static-answer.ts';
import { leavePlace, takePlace } from './callee/take-place.ts';
import { Upstreams } from './callee/upstreams.ts';
import { chooseInstance, leaveInstance } from './choose-instance.ts';
import { giveUp, startDeadline, stopTimers } from './deadline.ts';
import { closeServer, type EdgeServer, serve } from './edge-server.ts';
import { type EdgeStatus, statusOf } from './edge-status.ts';
import { authenticate } from './entry/authenticate.ts';
import { authorize } from './entry/authorize.ts';
import { isEntry, openEntry } from './entry/entry.ts';
import { limitBody } from './entry/limit-body.ts';
import { limitHeaders } from './entry/limit-headers.ts';
import { limitRate, limitUserRate } from './entry/limit-rate.ts';
import { leavePace, Pace, watchPace } from './entry/pace.ts';
import { refuseCrossSite } from './entry/refuse-cross-site.ts';
import { requireHost } from './entry/require-host.ts';
import { requirePlainChunks } from './entry/require-plain-chunks.ts';
import { requireTls } from './entry/require-tls.ts';
import { shareAcrossOrigins } from './entry/share-across-origins.ts';
import { giveRequestId } from './headers/request-id.ts';
import { instrument } from './instruments.ts';
import { listen } from './listen.ts';
import { markDrill } from './mark-drill.ts';
import { Observing, observeBegin, observeEnd, withoutPlaces, withoutPolicies } from './observing.ts';
import { onlyOnce } from './only-once.ts';
import type { EdgeOptions, OpenEdge } from './open-edge.ts';
import { count, countForSlo, writeAccessLog } from './record.ts';
import { releaseBody } from './release-body.ts';
import { reportFailure } from './report-failure.ts';
import { settle } from './settle.ts';
import { beginAttemptSpan, endSpan, joinTrace } from './trace.ts';

/** What happens to a call, in this order: once a call, only to one from outside, once an attempt, and when it is over. */
const onCall: readonly Step[] = [giveRequestId, joinTrace, markDrill, startDeadline, requireHost, requirePlainChunks];
const onEntry: readonly Step[] = [
  limitHeaders,
  requireTls,
  shareAcrossOrigins,
  limitRate,
  refuseCrossSite,
  authenticate,
  limitUserRate,
  authorize,
  limitBody,
  watchPace,
];
const onCached: readonly Step[] = [askCaches];
/** Where other edges keep what the callee answers. */
const onUncached: readonly Step[] = [emptyCaches];
const onCovered: readonly Step[] = [coverErrors];
const onAttempt: readonly Step[] = [takePlace, chooseInstance, admit, beginAttemptSpan, injectFaults, forward];
/** The same without policies, on an edge that only watches. */
const onObserved: readonly Step[] = [chooseInstance, observeBegin, beginAttemptSpan, injectFaults, forward];
const onEnd: readonly EndStep[] = [
  settle,
  leaveInstance,
  leavePlace,
  stopTimers,
  releaseBody,
  leavePace,
  count,
  countForSlo,
  writeAccessLog,
  endSpan,
  reportFailure,
];
/** A call that no client made is not told of. */
const onQuietEnd: readonly EndStep[] = onEnd.filter(
  (step) => ![count, countForSlo, writeAccessLog, endSpan, reportFailure].includes(step),
);

/**
 * Opens an edge that HTTP calls pass through, with the policies of its plan.
 * Rejects with a `PortTakenError` if the port is taken.
 */
export async function openHttpEdge(plan: EdgePlan, options: EdgeOptions): Promise<OpenEdge> {
  const edge = assemble(plan, options);
  const server = serve(edge);
  try {
    const address = await listen(server.listener, options.listen, plan.name);
    const status = (): EdgeStatus => statusOf({ plan, address, now: options.now() }, edge);
    return {
      plan,
      ...address,
      status,
      ...(edge.cache && { cache: edge.cache }),
      close: onlyOnce(() => close(edge, server)),
    };
  } catch (error) {
    await releaseAll(edge);
    throw error;
  }
}

function assemble(stated: EdgePlan, given: EdgeOptions): HttpEdge {
  const plan = stated.observed ? withoutPolicies(stated) : stated;
  const options = stated.observed ? withoutPlaces(given) : given;
  const instruments = instrument(plan, options);
  const cache = plan.cache && openCache(plan.name, plan.cache, options);
  const first = onceACall(plan, options, cache);
  return {
    ...instruments,
    deadlines: new Deadlines(options.now, giveUp),
    upstreams: new Upstreams(plan, instruments.instances),
    isClosing: false,
    endless: new Set(),
    webSockets: new Set(),
    entry: isEntry(plan) ? openEntry(plan, options) : undefined,
    pace: isEntry(plan) ? new Pace(options.patience) : undefined,
    steps: [...first, ...(stated.observed ? onObserved : onAttempt)],
    attemptFrom: first.length,
    onEnd: stated.observed ? [observeEnd, ...onEnd] : onEnd,
    onQuietEnd,
    cache,
    observing: stated.observed && new Observing(stated, instruments, given.bulkhead),
  };
}

function onceACall(plan: EdgePlan, options: EdgeOptions, cache: AnswerCache | undefined): readonly Step[] {
  const uncached = options.calleeCaches === undefined ? [] : onUncached;
  return [
    ...onCall,
    ...(isEntry(plan) ? onEntry : []),
    ...(cache === undefined ? uncached : onCached),
    ...(options.staticAnswer === undefined ? [] : onCovered),
  ];
}

/** Caches that drop what others drop. */
function openCache(edge: string, policy: CachePolicy, { calleeCaches, sharedDrops: others }: EdgeOptions): AnswerCache {
  const cache = new AnswerCache(policy, others && ((drop) => others.tell(edge, drop)));
  others?.hear(edge, (drop) => void cache.dropHere(drop));
  calleeCaches?.join(cache);
  return cache;
}

async function close(edge: HttpEdge, server: EdgeServer): Promise<void> {
  try {
    await closeServer(edge, server);
  } finally {
    await releaseAll(edge);
  }
}

async function releaseAll(edge: HttpEdge): Promise<void> {
  edge.release();
  edge.pace?.close();
  await edge.upstreams.close();
}
