import { type Capsule, type Framework, type Hole, type Span, type Stated } from '#model/index';
import { sliceInline } from '#text/inline';
import type { Inline } from '#text/tree';
import { type Field, listField, printFields, readFields, valueField } from './fields.ts';
import { findHoles } from './hole.ts';
import { path, text } from './notation.ts';
import { splitRun, withoutRemark } from './parts.ts';
import { port } from './quantity.ts';
import type { Reading } from './reading.ts';
import { say, sayPath } from './rows.ts';
import type { Section } from './section.ts';

type Values = Capsule<Hole>;

/** A field whose value may be followed by a remark in parentheses: `{{ENV}} (alt: staging | prod)`. */
function remarked(field: Field<Values>): Field<Values> {
  return { ...field, read: (run, reading, place) => field.read(withoutRemark(run), reading, place) };
}

const httpPort: Field<Values> = {
  labels: ['Default ports', 'Ports', 'Port'],
  isSingle: true,
  read: (run, reading, place) => {
    const http = /\b(?:HTTP|port)\s*[=:]?\s*/i.exec(run.plain);
    // A port in an open decision (`[port 8080/3000]`) is not chosen yet.
    const isOpen = http !== null && findHoles(run.plain).some(({ span }) => isWithin(http.index, span));
    const said = http === null || isOpen ? run : sliceInline(run, http.index + http[0].length);
    const stated = reading.state([...place, 'http-port'], withoutRemark(said), port);
    return stated === undefined ? {} : { httpPort: stated };
  },
  print: (values) => (values.httpPort === undefined ? '' : `HTTP=${say(values.httpPort, port)}`),
};

function isWithin(offset: number, { from, to }: Span): boolean {
  return from <= offset && offset < to;
}

/** `Frontend=Next.js@16, Backend=[name@ver]` */
const frameworks: Field<Values> = {
  labels: ['Frameworks', 'Framework'],
  read: (run, reading, place) => ({
    frameworks: splitRun(run, ',').flatMap((piece) => readFramework(piece, reading, place) ?? []),
  }),
  print: (values) => values.frameworks.map(({ part, framework }) => `${part.value}=${say(framework, text)}`).join(', '),
};

function readFramework(piece: Inline, reading: Reading, place: readonly string[]): Framework<Hole> | undefined {
  const match = /^([^=[\]{}]{1,40})=/.exec(piece.plain);
  const name = match?.[1];
  if (name === undefined) return undefined;
  const part = reading.stateKnown([...place, 'framework', name, 'part'], sliceInline(piece, 0, name.length), text);
  const framework = reading.state([...place, 'framework', name], sliceInline(piece, name.length + 1), text);
  return part === undefined || framework === undefined ? undefined : { part, framework };
}

/** Each path in the value, in order. */
const profiles: Field<Values> = {
  labels: ['Project profile', 'Profile'],
  read: (run, reading, place) => {
    const found = [...run.plain.matchAll(/[\w./-]+\.ya?ml/g)].map((match) =>
      sliceInline(run, match.index, match.index + match[0].length),
    );
    return {
      profiles: found.flatMap(
        (piece, index) => reading.state([...place, 'profile', String(index + 1)], piece, path) ?? [],
      ),
    };
  },
  print: (values) => values.profiles.map((stated) => sayPath(stated)).join(', '),
};

const fields: readonly Field<Values>[] = [
  remarked(valueField(['Project', 'Project name'], { key: 'project', name: 'project' }, text)),
  remarked(
    valueField(['Runtime profile', 'Runtime', 'Environment'], { key: 'runtimeProfile', name: 'runtime-profile' }, text),
  ),
  httpPort,
  frameworks,
  remarked(valueField(['DB/ORM', 'Database', 'DB'], { key: 'database', name: 'database' }, text)),
  remarked(valueField(['Auth', 'Authentication'], { key: 'auth', name: 'auth' }, text)),
  remarked(valueField(['Infra', 'Infrastructure', 'Hosting'], { key: 'infra', name: 'infra' }, text)),
  valueField(
    ['Secrets location (local only)', 'Secrets', 'Secrets location'],
    { key: 'secrets', name: 'secrets' },
    path,
  ),
  profiles,
  listField(['Non-negotiables', 'Non negotiables'], { key: 'nonNegotiables', name: 'non-negotiables' }, text, ';'),
];

/** Section 1: the constants that everybody copies. */
export const contextCapsule: Section<'capsule'> = {
  stem: 'context-capsule',
  read: (parts, reading) => {
    const again: Stated<string | number | Hole>[] = [];
    const values = readFields({ parts, reading, place: ['context-capsule'] }, fields, (read) =>
      again.push(...singlesOf(read)),
    );
    return {
      capsule: { frameworks: [], profiles: [], nonNegotiables: [], ...values, ...(again.length > 0 && { again }) },
    };
  },
  print: ({ capsule }) => printFields(capsule, fields).join('\n'),
};

function singlesOf({
  project,
  runtimeProfile,
  httpPort: ports,
  database,
  auth,
  infra,
  secrets,
}: Partial<Values>): Stated<string | number | Hole>[] {
  return [project, runtimeProfile, ports, database, auth, infra, secrets].filter((stated) => stated !== undefined);
}
