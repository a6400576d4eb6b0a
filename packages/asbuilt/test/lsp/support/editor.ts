import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

const files = { 'overview.md': overview(), 'confer-agent.profile.yml': profile };

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

/** Where a piece of a text stands, as editors count. */
export function rangeOf(text: string, piece: string): Range {
  const from = text.indexOf(piece);
  if (from < 0) throw new Error(`the text has no ${piece}`);
  return { start: positionOf(text, from), end: positionOf(text, from + piece.length) };
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}
