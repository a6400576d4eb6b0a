import type { Draft, Hole, Overview } from '#model/index';
import type { Severity } from '../finding.ts';
import type { Rule } from '../rule.ts';
import { count } from '../say.ts';

/** All sections: what one of them says has a use only with another. */
export const sectionsArePresent: Rule = {
  name: 'sections-are-present',
  sentence: 'What a section says is completed by the sections that it needs',
  severity: 'info',
  // It constrains no statement: it says where there is none.
  holds: [],
  check({ draft }, report) {
    if (!isOverview(draft)) return;
    const places = new Map(draft.sections.map(({ section, heading }) => [section, heading]));
    for (const need of needs) {
      const span = places.get(need.of);
      const why = need.why(draft.overview);
      if (span === undefined || why === undefined || places.has(need.missing)) continue;
      report({
        severity: need.severity,
        message: `There is no section "${need.title}": ${why}`,
        span,
        help: `Add "## ${need.title}"; \`asbuilt new\` prints a document with all sections.`,
      });
    }
  },
};

/** A document that has one or two of the sections by accident, a README, was never meant to have the others. */
const sectionsOfAnOverview = 5;

function isOverview({ overview, sections }: Draft): boolean {
  const { taskId, status, profile } = overview.task;
  const isTask = (taskId ?? status ?? profile) !== undefined;
  return new Set(sections.map(({ section }) => section)).size >= (isTask ? 2 : sectionsOfAnOverview);
}

/** A section that another one needs, and what is lost without it. */
interface Need {
  readonly of: string;
  readonly missing: string;
  readonly title: string;
  readonly severity: Severity;
  /** Undefined where the section says nothing that would need the other. */
  why(overview: Overview<Hole>): string | undefined;
}

const needs: readonly Need[] = [
  {
    of: 'data-flow',
    missing: 'services',
    title: 'Key Services & Contracts',
    severity: 'warning',
    why: ({ flows }) =>
      flows.length === 0
        ? undefined
        : `${count(flows.length, 'step')} of the flow lead between services that nothing describes, so none can be run`,
  },
  {
    of: 'services',
    missing: 'data-flow',
    title: 'Data Flow',
    severity: 'warning',
    why: ({ services }) =>
      services.length < 2
        ? undefined
        : `nothing says which of the ${services.length} services calls which, so no timeout is held against another and nothing can be forecast or run`,
  },
  {
    of: 'services',
    missing: 'failure-modes',
    title: 'Failure Modes & Timeouts',
    severity: 'warning',
    why: ({ services }) =>
      services.length === 0
        ? undefined
        : `nothing says how long a caller of ${count(services.length, 'service')} waits, or what it does when one is down`,
  },
  {
    of: 'services',
    missing: 'slos',
    title: 'SLO Error Budgets',
    severity: 'info',
    why: ({ services }) =>
      services.length === 0
        ? undefined
        : 'no service has an objective, so nothing can be measured against one or held back by it',
  },
  {
    of: 'slos',
    missing: 'observability',
    title: 'Observability',
    severity: 'info',
    why: ({ slos }) =>
      slos.length === 0 ? undefined : `nothing says what measures ${count(slos.length, 'objective')}`,
  },
  {
    of: 'scaling',
    missing: 'costs',
    title: 'Cost Notes',
    severity: 'info',
    why: ({ scaling }) =>
      scaling.horizontal.length === 0
        ? undefined
        : `${count(scaling.horizontal.length, 'service')} may grow, and nothing says what that costs`,
  },
  {
    of: 'security',
    missing: 'threats',
    title: 'Threat Modeling Checklist',
    severity: 'info',
    why: () => 'nothing says against which threats the defences stand, so none can be inspected',
  },
];
