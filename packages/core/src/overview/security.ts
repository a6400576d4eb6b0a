import type { Authentication, Authorization, DataProtection, Hole } from '#model/index';
import { sliceInline } from '#text/inline';
import { type Field, printFields, printGroup, readFields, stateEach, valueField } from './fields.ts';
import { choice, presence, text } from './notation.ts';
import { itemsOf, type Part, splitRun } from './parts.ts';
import { protections } from './protections.ts';
import type { Reading } from './reading.ts';
import { say } from './rows.ts';
import type { Section } from './section.ts';

const authentication: readonly Field<Authentication<Hole>>[] = [
  valueField(['Provider', 'Identity provider'], { key: 'provider', name: 'provider' }, text),
  valueField(['Session management', 'Sessions', 'Session'], { key: 'sessions', name: 'sessions' }, text),
  valueField(['Token refresh', 'Refresh'], { key: 'tokenRefresh', name: 'token-refresh' }, text),
];
const dataProtection: readonly Field<DataProtection<Hole>>[] = [
  valueField(['Encryption at rest', 'At rest'], { key: 'atRest', name: 'at-rest' }, text),
  valueField(['Encryption in transit', 'In transit'], { key: 'inTransit', name: 'in-transit' }, text),
  valueField(['PII handling', 'Personal data', 'PII'], { key: 'personalData', name: 'personal-data' }, text),
  protections,
];

/** Section 10: who one is, what one may do, how data is protected. */
export const security: Section<'security'> = {
  stem: 'security',
  read: (parts, reading) => ({
    security: {
      authentication: readFields({ parts, reading, place: ['security', 'authentication'] }, authentication),
      authorization: readAuthorization(
        parts.filter(({ label }) => label.startsWith('authori')),
        reading,
      ),
      dataProtection: {
        api: [],
        ...readFields({ parts, reading, place: ['security', 'data-protection'] }, dataProtection),
      },
    },
  }),
  print: ({ security: values }) =>
    [
      ...printGroup('Authentication', printFields(values.authentication, authentication)),
      ...printGroup('Authorization', printAuthorization(values.authorization)),
      ...printGroup('Data Protection', printFields(values.dataProtection, dataProtection)),
    ].join('\n\n'),
};

const rbac = choice<'rbac'>({ rbac: /\b(?:RBAC|role-based access control)\b/i });
const resourceLevel = presence(/\b(?:resource|object|record|row)[- ]level\b/i);
const place = ['security', 'authorization'];

function readAuthorization(parts: readonly Part[], reading: Reading): Authorization<Hole> {
  const result: { -readonly [K in keyof Authorization<Hole>]: Authorization<Hole>[K] } = { roles: [] };
  for (const { content } of itemsOf(parts)) {
    const roles = /^(?:roles:\s*)?(.+?)\s+roles?$|^roles?:\s*(.+)$/i.exec(content.plain);
    const said = roles?.[1] ?? roles?.[2];
    if (said !== undefined && /→|->|,/.test(said)) {
      const start = content.plain.indexOf(said);
      const run = sliceInline(content, start, start + said.length);
      const pieces = /→/.test(said) ? splitRun(run, '→') : splitRun(run, ',');
      result.roles = stateEach(pieces, reading, [...place, 'role'], text);
      continue;
    }
    const model = reading.stateKnown([...place, 'model'], content, rbac);
    if (model !== undefined) result.model ??= model;
    const level = reading.stateKnown([...place, 'resource-level'], content, resourceLevel);
    if (level !== undefined) result.resourceLevel ??= level;
  }
  return result;
}

function printAuthorization({ model, roles, resourceLevel: level }: Authorization<Hole>): string[] {
  return [
    ...(model === undefined ? [] : ['- Role-based access control (RBAC)']),
    ...(roles.length === 0 ? [] : [`- ${roles.map((role) => say(role, text)).join(' → ')} roles`]),
    ...(level === undefined ? [] : ['- Resource-level permissions']),
  ];
}
