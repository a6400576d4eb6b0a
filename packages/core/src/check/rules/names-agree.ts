import { flows } from '#derive/calls';
import {
  type Cost,
  type FlowStep,
  type Hole,
  known,
  type Model,
  type Participant,
  type Span,
  type Stated,
} from '#model/index';
import { nearest } from '#text/nearest';
import type { Finding, Severity } from '../finding.ts';
import type { Report, Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** All sections that speak of services: they mean something only if they speak of the same ones. */
export const namesAgree: Rule = {
  name: 'names-agree',
  sentence:
    'A name in the flow, failures, scaling, costs or objectives is the name of something that the document describes',
  severity: 'error',
  holds: [
    'data-flow/*/from',
    'data-flow/*/to',
    'failure-modes/*/service',
    'scaling/horizontal/*/service',
    'scaling/vertical/*/service',
    'costs/*/service',
    'slos/*/service',
  ],
  check({ draft, model }, report) {
    if (model.participants.every(({ kind }) => kind === 'actor')) return;
    const names = model.participants.map(({ name }) => name);
    const suggest = remembering((name) => nearest(withoutRemark(name), names));
    for (const used of [...usesInModel(model), ...costUses(draft.overview.costs)]) {
      if (isKnown(used.name, model)) continue;
      const meant = suggest(used.name);
      reportUnknown(used, meant === undefined ? undefined : model.resolve(meant), { text: draft.text, report });
    }
  },
};

/** A place where a name is used, and how bad it is if nothing has that name and none is near. */
interface Use {
  readonly where: string;
  readonly name: string;
  readonly span: Span;
  readonly unknown: Severity;
}

function usesInModel(model: Model): Use[] {
  const { failures, scaling, slos } = model.overview;
  return [
    ...flows(model).flatMap((flow) => inner(flow).flatMap((stated) => use('The request flow', 'warning', stated))),
    ...failures.flatMap(({ service }) => use('The failure table', 'info', service)),
    ...scaling.horizontal.flatMap(({ service }) => use('The scaling plan', 'warning', service)),
    ...scaling.vertical.flatMap(({ service }) => use('The scaling plan', 'warning', service)),
    ...slos.flatMap(({ service }) => use('The objective', 'warning', service)),
  ];
}

function use(where: string, unknown: Severity, stated: Stated<string> | undefined): Use[] {
  return stated === undefined ? [] : [{ where, unknown, name: stated.value, span: stated.span }];
}

/** The names of a flow but for its two ends: who begins it and who gets the last answer may be somebody outside. */
function inner(flow: readonly FlowStep[]): Stated<string>[] {
  return flow.flatMap(({ from, to }, index) => [
    ...(index === 0 ? [] : [from]),
    ...(index === flow.length - 1 ? [] : [to]),
  ]);
}

/** Costs come from the draft, where a row with a hole for a price is still there. */
function costUses(costs: readonly Cost<Hole>[]): Use[] {
  return costs.flatMap(({ service }) => {
    const name = known(service);
    return name === undefined ? [] : [{ where: 'The cost table', unknown: 'info', name, span: service.span }];
  });
}

/** `CDN/Storage` is known when both are. */
function isKnown(name: string, model: Model): boolean {
  if (model.resolve(name) !== undefined) return true;
  const parts = name.split(/\s*[/&,+]\s*|\s+and\s+/);
  return parts.length > 1 && parts.every((part) => model.resolve(part) !== undefined);
}

interface Page {
  readonly text: string;
  readonly report: Report;
}

function reportUnknown(used: Use, meant: Participant | undefined, { text, report }: Page): void {
  const { where, name, span, unknown } = used;
  const unheard = `${where} names ${quoted(name)}, but nothing in the document is called that`;
  if (meant === undefined) {
    const help = `Use the name of a service, boundary or integration, or add ${quoted(name)} to them.`;
    report({ severity: unknown, message: unheard, span, help });
    return;
  }
  report({
    message: `${unheard}; did you mean ${quoted(meant.name)}?`,
    span,
    notes: meant.kind === 'actor' ? [] : [{ message: `${quoted(meant.name)} is named here`, span: placeOf(meant) }],
    help: `Write ${quoted(meant.name)}, or add ${quoted(name)} to the services.`,
    ...renaming(used, meant, text),
  });
}

/** What is near may still not be what was meant. A name with marks in it is left to people. */
function renaming({ name, span }: Use, meant: Participant, text: string): Pick<Finding, 'repairs'> {
  const plain = /^[\p{L}\p{N} .,/&+()-]+$/u.test(meant.name) && text.slice(span.from, span.to) === name;
  if (!plain) return {};
  const edit = { span: { from: span.from, to: span.from + withoutRemark(name).length }, text: meant.name };
  return { repairs: [{ title: `Write ${quoted(meant.name)}`, edits: [edit], safe: false }] };
}

function placeOf(meant: Exclude<Participant, { kind: 'actor' }>): Span {
  if (meant.kind === 'service') return meant.service.name.span;
  if (meant.kind === 'cache') return meant.cache.layer.span;
  if (meant.kind === 'boundary') return meant.boundary.name.span;
  return meant.integration.name.span;
}

/** `Auth (Clerk)` means Auth. */
function withoutRemark(name: string): string {
  return name.replace(/\s*\([^()]*\)\s*$/, '');
}

/** A suggestion compares a name with all others: a document with more unknown names than this is no overview with slips in it. */
const mostSuggestions = 100;

function remembering(suggest: (name: string) => string | undefined): (name: string) => string | undefined {
  const seen = new Map<string, string | undefined>();
  return (name) => {
    if (!seen.has(name) && seen.size < mostSuggestions) seen.set(name, suggest(name));
    return seen.get(name);
  };
}
