import { type Draft, isHole, known, type Span } from '#model/index';
import type { Report, Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 10 against the rest of the text: a role is worth what it may do. */
export const rolesAreUsed: Rule = {
  name: 'roles-are-used',
  sentence: 'Access control by roles names its roles, and the document says of each what it is for',
  severity: 'info',
  holds: ['security/authorization/model', 'security/authorization/role/*'],
  check({ draft }, report) {
    const { model, roles } = draft.overview.security.authorization;
    if (roles.some(({ value }) => isHole(value))) return;
    if (roles.length === 0) {
      if (model !== undefined) reportNone(model.span, report);
      return;
    }
    for (const role of roles.slice(0, mostRoles)) {
      const name = known(role);
      if (name === undefined || isNamedElsewhere(draft, name, role.span)) continue;
      report({
        message: `${quoted(name)} is a role, but nothing else in the document names it: what it may do that others may not is not said`,
        span: role.span,
        help: 'Say what it may do, e.g. in a flow that it begins or in the threat table, or take it out.',
      });
    }
  },
};

/** Each is looked for in the whole text; who has more than this has no list of roles. */
const mostRoles = 50;

function reportNone(span: Span, report: Report): void {
  report({
    severity: 'warning',
    message: 'Access is controlled by roles, but no role is named, so nothing can be allowed or refused by one',
    span,
    help: 'Name them from least to most powerful, e.g. "User → Admin roles".',
  });
}

/** Anywhere: as a word, or its plural, outside of the list of roles itself. */
function isNamedElsewhere({ text }: Draft, name: string, { from, to }: Span): boolean {
  const word = name.replace(/\s+roles?$/i, '').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const pattern = new RegExp(String.raw`(?<![\p{L}\d])${word}s?(?![\p{L}\d])`, 'giu');
  return [...text.matchAll(pattern)].some(({ index }) => index < from || index >= to);
}
