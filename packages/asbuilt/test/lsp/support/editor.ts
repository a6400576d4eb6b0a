import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rules } from '@asbuilt/core/check';
import {
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  type Position,
  type ProtocolConnection,
  type Range,
} from 'vscode-languageserver/node';
import { overview, profile } from '../../cli/support/documents.ts';
import { temporaryFolder } from '../../cli/support/temporary-folder.ts';
import { type Session, type SessionOptions, startSession } from './session.ts';

/** An overview whose timeouts do not nest: Desk's 10s are less than Shelf's 12s. */
export const late: string = overview({ databaseTimeout: '12s' });

/** The rules that these tests break. */
const broken = new Set([
  'timeouts-nest',
  'costs-add-up',
  'profile-is-valid',
  'ports-agree',
  'artifacts-exist',
  'exceptions-are-needed',
]);

/** A profile in which all other rules are off, so that a new one changes nothing here. */
export function quiet(text: string): string {
  const off = rules.filter(({ name }) => !broken.has(name)).map(({ name }) => `  ${name}: off\n`);
  return `${text}rules:\n${off.join('')}`;
}

/** The profile of a session that is given no other. */
export const quietProfile: string = quiet(profile);

const files = { 'overview.md': overview(), 'confer-agent.profile.yml': quietProfile };

/** A session, its folder, and the overview in that. */
export interface Opened extends Session {
  readonly folder: string;
  readonly uri: string;
}

/** A session in a folder with an overview and its profile, and with what is given. */
export async function sessionWith(
  script: string,
  given: Readonly<Record<string, string>> = {},
  options: Partial<SessionOptions> = {},
): Promise<Opened> {
  const folder = await temporaryFolder({ ...files, ...given });
  const started = await startSession({ script, folder, ...options });
  return { ...started, folder, uri: uriOf(folder) };
}

export function uriOf(folder: string, name = 'overview.md'): string {
  return pathToFileURL(join(folder, name)).href;
}

/** Opens a text as version 1. */
export function open(connection: ProtocolConnection, uri: string, text: string): Promise<void> {
  return connection.sendNotification(DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: 'markdown', version: 1, text },
  });
}

/** A piece of the text replaced, or all of it. */
export type Edit = { readonly range: Range; readonly text: string } | { readonly text: string };

export function change(connection: ProtocolConnection, uri: string, version: number, edit: Edit): Promise<void> {
  return connection.sendNotification(DidChangeTextDocumentNotification.type, {
    textDocument: { uri, version },
    contentChanges: [edit],
  });
}

/** Where a piece of a text stands, or what it begins with, as editors count. */
export function rangeOf(text: string, piece: string, beginning: string = piece): Range {
  const from = text.indexOf(piece);
  if (from < 0 || !piece.startsWith(beginning)) throw new Error(`the text has no ${piece}, or not with ${beginning}`);
  return { start: positionOf(text, from), end: positionOf(text, from + beginning.length) };
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
