import { calls, everyCall } from '#derive/calls';
import type { Model, Tracing } from '#model/index';
import { saysNone } from '../none.ts';
import type { Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Sections 5 and 7: the logs of a request that passes several services belong together. */
export const requestIdsPropagate: Rule = {
  name: 'request-ids-propagate',
  sentence: 'A request that passes several services carries one id through all of them',
  severity: 'warning',
  holds: ['observability/tracing/request-ids', 'observability/tracing/distributed'],
  check({ draft, model }, report) {
    const { tracing } = draft.overview.telemetry;
    const heading = draft.sections.find(({ section }) => section === 'observability')?.heading;
    const passed = servicesPassed(model);
    if (heading === undefined || passed.length < 2 || !isLacking(tracing)) return;
    const names = passed.slice(0, 4).map((name) => quoted(name));
    const more = passed.length > names.length ? ` and ${passed.length - names.length} more` : '';
    report({
      message: `A request passes ${names.join(', ')}${more}, but carries no id: ${passed.length} logs, and no way to tell which lines are of one request`,
      span: tracing.requestIds?.span ?? heading,
      help: 'Write "Request IDs: carried through every service", or which distributed tracing does so; the gateway of `asbuilt up` then gives and passes them.',
    });
  },
};

/** A trace context carries an id as well. What is still open is no lack yet. */
function isLacking({ requestIds, distributed }: Tracing<unknown>): boolean {
  return [requestIds, distributed].every((stated) => {
    if (stated === undefined) return true;
    return typeof stated.value === 'string' && saysNone(stated.value);
  });
}

/** The services that one call leads into another of, in the order of the flow. */
function servicesPassed(model: Model): readonly string[] {
  const all = everyCall(calls(model)).filter(({ from, to }) => from.kind === 'service' && to.kind === 'service');
  return [...new Set(all.flatMap(({ from, to }) => [from.name, to.name]))];
}
