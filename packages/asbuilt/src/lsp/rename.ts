import type { Edit, Span } from '@asbuilt/core/model';
import { print, read } from '@asbuilt/core/overview';
import { stringify } from 'yaml';
import type { Analysis } from './analysis.ts';
import { type EditStyle, workspaceEdit } from './edits.ts';
import { type NameUse, nameAt, usesOf } from './names.ts';
import { type Place, placesOf } from './places.ts';
import { rangeOf } from './positions.ts';
import { LSPErrorCodes, type Position, type Range, ResponseError, type WorkspaceEdit } from './protocol.ts';

/** What would be renamed at a position, and how it is called there; null for what has no name of its own. */
export function renamableAt(
  analysis: Analysis,
  uri: string,
  position: Position,
): { readonly range: Range; readonly placeholder: string } | null {
  const name = nameAt(analysis, uri, position);
  if (name === undefined || !isRenamable(name)) return null;
  const { place, span } = name;
  const own = ownName(place.text, span);
  return { range: rangeOf(place.lines, own), placeholder: plainName(name) };
}

/** Gives what is named at a position another name, wherever the overview and its profile name it. */
export function renameAt(
  analysis: Analysis,
  { uri, position, newName }: { readonly uri: string; readonly position: Position; readonly newName: string },
  style: EditStyle,
): WorkspaceEdit | null {
  const name = nameAt(analysis, uri, position);
  if (name === undefined || !isRenamable(name)) return null;
  const wanted = wantedName(newName, name, analysis);
  const uses = usesOf(name, analysis);
  const written = { markdown: inMarkdown(wanted), yaml: inYaml(wanted) };
  const changes = placesOf(analysis).map((place) => ({ place, edits: editsIn(place, uses, written[place.form]) }));
  return workspaceEdit(
    changes.filter(({ edits }) => edits.length > 0),
    style,
  );
}

/** A cache is also known by its technology, and then nobody can say which of the two a new name would be for. */
function isRenamable({ participant }: NameUse): boolean {
  return participant.kind !== 'cache';
}

function wantedName(newName: string, name: NameUse, { model }: Analysis): string {
  const wanted = newName.trim();
  if (!/[\p{L}\p{N}]/u.test(wanted) || /[\r\n→:]|[-=]>/u.test(wanted)) {
    throw new ResponseError(
      LSPErrorCodes.RequestFailed,
      `${JSON.stringify(wanted)} cannot be a name: it needs a letter or a digit, and no arrow, colon or line break.`,
    );
  }
  const taken = model.resolve(wanted);
  if (taken !== undefined && taken.name !== name.participant.name) {
    throw new ResponseError(
      LSPErrorCodes.RequestFailed,
      `${wanted} would be read as ${taken.name}, which is there already: choose a name that tells them apart.`,
    );
  }
  return wanted;
}

function editsIn(place: Place, uses: readonly NameUse[], text: string): Edit[] {
  return uses.filter((use) => use.place === place).map(({ span }) => ({ span: ownName(place.text, span), text }));
}

/** The name without the marks around it and the remark behind it: `API` of `**API** (VPS)`. */
function ownName(text: string, { from, to }: Span): Span {
  const said = text.slice(from, to);
  const remark = /\s*\([^()]*\)\s*$/.exec(said);
  const end = remark === null || remark.index === 0 ? said.length : remark.index;
  const marks = /^(?:\*\*|__|[*_`[])+/.exec(said.slice(0, end))?.[0].length ?? 0;
  const closing = marks === 0 ? 0 : (/[*_`\]]+$/.exec(said.slice(0, end))?.[0].length ?? 0);
  return { from: from + marks, to: from + end - closing };
}

function plainName({ place, span }: NameUse): string {
  const own = ownName(place.text, span);
  return place.text.slice(own.from, own.to).replaceAll(/^["']|["']$|\\(?=\W)/g, '');
}

/** As the printer writes a name into a document: marks are escaped. */
function inMarkdown(name: string): string {
  return print(read('# x\n'), new Map([['title', name]])).slice('# '.length, -1);
}

/** As a key of YAML, quoted where it has to be. */
function inYaml(name: string): string {
  return stringify(name, { lineWidth: 0 }).trimEnd();
}
