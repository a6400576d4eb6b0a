import type { Draft, Stated } from '#model/index';
import type { Change, Said, Version } from './difference.ts';
import { type Matched, matchRows } from './match.ts';
import { type Renames, renamesOf } from './rename.ts';
import { type Field, type Row, type Sheets, saidBy, sayingOf, sheetsOf } from './row.ts';
import { stepOrder } from './step-order.ts';

/** The tables whose rows give things their names, in the order in which they are believed. */
const naming = ['services', 'caches', 'boundaries', 'integrations'];
/** Lists in which the order says something: roles stand from the least to the most powerful. */
const ordered = new Set(['security.authorization.roles']);

/** The texts that values are quoted from. */
interface Texts {
  readonly before: string;
  readonly after: string;
}

/** What is stated differently, section by section; and the names that changed on the way. */
export function changesBetween(
  before: Version,
  after: Version,
): { readonly changes: readonly Change[]; readonly renames: Renames } {
  const texts = { before: before.draft.text, after: after.draft.text };
  const [was, is] = [sheetsOf(before.draft.overview), sheetsOf(after.draft.overview)];
  const renamed = renamedIn(was, is);
  const renames = renamesOf([...renamed].map(([name, pair]) => [name, nameOf(pair.after)]));
  const tables = namesOf(was.tables, is.tables).flatMap((table) => {
    const [rowsBefore, rowsAfter] = [was.tables.get(table) ?? [], is.tables.get(table) ?? []];
    const { pairs, removed, added } = matchRows(rowsBefore, rowsAfter, renames);
    return [
      ...pairs.toSorted(byPlace).flatMap((pair) => changesInRow(pair, renames, texts)),
      ...removed.map((row) => wholeRow('removed', row, texts.before)),
      ...added.map((row) => wholeRow('added', row, texts.after)),
      ...(table === 'flows' ? stepOrder(pairs, [before.draft, after.draft]) : []),
    ];
  });
  const singles = namesOf(was.singles, is.singles).flatMap((section) =>
    changesInFields({ section, subject: '' }, [was.singles.get(section) ?? [], is.singles.get(section) ?? []], {
      renames,
      texts,
    }),
  );
  const names = [...renamed.values()].flatMap((pair) => nameChange(pair, texts));
  return { changes: inOrder([...names, ...singles, ...tables], [after.draft, before.draft]), renames };
}

/** In the order of the later version. */
function byPlace(one: Matched, other: Matched): number {
  return placeOf(one) - placeOf(other);
}

function placeOf({ after }: Matched): number {
  return after.fields[0]?.values[0]?.span.from ?? 0;
}

function namesOf(one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])];
}

/** What has another name now, by the earlier one: the rows of the first table that tells of it. */
function renamedIn(was: Sheets, is: Sheets): ReadonlyMap<string, Matched> {
  const renamed = new Map<string, Matched>();
  for (const table of naming) {
    const known = [...renamed].map(([name, pair]) => [name, nameOf(pair.after)] as const);
    const renames = renamesOf(known);
    const { pairs } = matchRows(was.tables.get(table) ?? [], is.tables.get(table) ?? [], renames);
    for (const pair of pairs) {
      const name = nameOf(pair.before);
      if (!renames.same(name, nameOf(pair.after)) && !renamed.has(name)) renamed.set(name, pair);
    }
  }
  return renamed;
}

/** The new name, told once: wherever else it took the place of the old one, nothing changed. */
function nameChange({ before, after }: Matched, texts: Texts): readonly Change[] {
  const [was, is] = [before.key?.values[0], after.key?.values[0]];
  if (was === undefined || is === undefined) return [];
  return [
    {
      kind: 'renamed',
      section: after.section,
      subject: nameOf(after),
      field: after.key?.label ?? 'name',
      before: saidBy(was, texts.before),
      after: saidBy(is, texts.after),
    },
  ];
}

/** What a row is called in a sentence. */
function nameOf({ key, fields }: Row): string {
  if (key !== undefined) return key.values.map(sayingOf).join(', ');
  const ends = ['from', 'to'].flatMap((end) => fields.filter(({ name }) => name === end));
  return ends.map(({ values }) => values.map(sayingOf).join(', ')).join(' → ');
}

function changesInRow({ before, after }: Matched, renames: Renames, texts: Texts): readonly Change[] {
  const about = { section: after.section, subject: nameOf(after) };
  const changes = changesInFields(about, [before.fields, after.fields], { renames, texts });
  const key = after.key?.name;
  return changes.map((change): Change => {
    const isName =
      change.kind === 'changed' && after.fields.some(({ name, label }) => name === key && label === change.field);
    return isName ? { ...change, kind: 'renamed' } : change;
  });
}

interface Comparing {
  readonly renames: Renames;
  readonly texts: Texts;
}

function changesInFields(
  about: Pick<Change, 'section' | 'subject'>,
  [before, after]: readonly [readonly Field[], readonly Field[]],
  comparing: Comparing,
): readonly Change[] {
  const none: readonly Stated<unknown>[] = [];
  const [was, is] = [fieldsByLabel(before), fieldsByLabel(after)];
  const changes = [...new Set([...was.keys(), ...is.keys()])].flatMap((label) => {
    const field = is.get(label) ?? was.get(label);
    const isOrdered = field !== undefined && ordered.has(field.name);
    const values = [was.get(label)?.values ?? none, is.get(label)?.values ?? none] as const;
    return changesOfValues({ ...about, field: label }, values, { ...comparing, isOrdered });
  });
  return together(changes);
}

/** A lifetime is one value, whether it is a time or a session: what has one label is one field. */
function fieldsByLabel(fields: readonly Field[]): ReadonlyMap<string, Field> {
  const byLabel = new Map<string, Field>();
  for (const field of fields) {
    const known = byLabel.get(field.label);
    byLabel.set(field.label, known === undefined ? field : { ...known, values: [...known.values, ...field.values] });
  }
  return byLabel;
}

function changesOfValues(
  about: Pick<Change, 'section' | 'subject' | 'field'>,
  [before, after]: readonly [readonly Stated<unknown>[], readonly Stated<unknown>[]],
  { renames, texts, isOrdered }: Comparing & { readonly isOrdered: boolean },
): readonly Change[] {
  const { removed, added } = leftOver(before, after, renames);
  const was = removed.map((stated) => saidBy(stated, texts.before));
  const is = added.map((stated) => saidBy(stated, texts.after));
  const [onlyBefore, onlyAfter] = [was[0], is[0]];
  if (was.length === 1 && is.length === 1 && onlyBefore !== undefined && onlyAfter !== undefined)
    return [{ kind: 'changed', ...about, before: onlyBefore, after: onlyAfter }];
  if (was.length + is.length > 0) {
    return [
      ...was.map((said): Change => ({ kind: 'removed', ...about, before: said })),
      ...is.map((said): Change => ({ kind: 'added', ...about, after: said })),
    ];
  }
  const isSame = before.every((stated, at) => renames.same(sayingOf(stated), sayingOf(after[at] ?? stated)));
  if (!isOrdered || isSame) return [];
  return [{ kind: 'reordered', ...about, before: listed(before, texts.before), after: listed(after, texts.after) }];
}

function listed(values: readonly Stated<unknown>[], text: string): Said {
  const all = values.map((stated) => saidBy(stated, text));
  const [first = { id: '', text: '', span: { from: 0, to: 0 } }] = all;
  const to = all.at(-1)?.span.to ?? first.span.to;
  return { id: first.id, text: all.map((said) => said.text).join(' → '), span: { from: first.span.from, to } };
}

/** The values that stand on one side only; equal ones are taken away in pairs, wherever they stand. */
function leftOver(
  before: readonly Stated<unknown>[],
  after: readonly Stated<unknown>[],
  renames: Renames,
): { readonly removed: readonly Stated<unknown>[]; readonly added: readonly Stated<unknown>[] } {
  const added = [...after];
  const removed = before.filter((stated) => {
    const at = added.findIndex((other) => renames.same(sayingOf(stated), sayingOf(other)));
    if (at >= 0) added.splice(at, 1);
    return at < 0;
  });
  return { removed, added };
}

/** `3 instances` says the least and the most in one: two values that stand in the same place change together. */
function together(changes: readonly Change[]): readonly Change[] {
  const byPlaceSaid = new Map<string, Change>();
  for (const change of changes) {
    const place = JSON.stringify([change.kind, change.before?.span, change.after?.span]);
    const same = byPlaceSaid.get(place);
    byPlaceSaid.set(place, same === undefined ? change : { ...same, field: `${same.field} and ${change.field}` });
  }
  return [...byPlaceSaid.values()];
}

function wholeRow(kind: 'added' | 'removed', row: Row, text: string): Change {
  const values = row.fields.flatMap(({ values: stated }) => stated);
  const [first] = row.key?.values ?? values;
  const said = first === undefined ? undefined : { ...saidBy(first, text), text: nameOf(row) };
  const others = row.fields.filter(({ name }) => name !== row.key?.name && name !== 'from' && name !== 'to');
  return {
    kind,
    section: row.section,
    subject: nameOf(row),
    field: row.group,
    ...(said && { [kind === 'added' ? 'after' : 'before']: said }),
    details: others.map(({ label, values: stated }) => [
      label,
      stated.map((value) => saidBy(value, text).text).join(', '),
    ]),
  };
}

/** By sections as the later version has them; in each of them first what changed, then what came, then what went. */
function inOrder(changes: readonly Change[], drafts: readonly Draft[]): readonly Change[] {
  const stems = ['front-matter', 'title', ...drafts.flatMap(({ sections }) => sections.map(({ section }) => section))];
  const places = new Map([...new Set(stems)].map((stem, place) => [stem, place]));
  const sectionOf = ({ section }: Change): number => places.get(section) ?? places.size;
  return changes.toSorted((one, other) => sectionOf(one) - sectionOf(other) || turnOf(one) - turnOf(other));
}

function turnOf({ kind, details }: Change): number {
  if (details === undefined) return 0;
  return kind === 'added' ? 1 : 2;
}
