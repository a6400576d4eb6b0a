import { headers } from 'next/headers';
import { carriedHeaders } from './carried-headers.ts';
import { apiUrl } from './config.ts';

export interface Tool {
  readonly id: number;
  readonly name: string;
  readonly borrower: string | null;
}

export interface Shed {
  readonly tools: readonly Tool[];
  /** How many people have something. */
  readonly borrowers: number;
  /** Who knew: `redis` or `database`. */
  readonly answeredFrom: string;
}

/** What the API says; undefined while it does not. */
export async function askShed(): Promise<Shed | undefined> {
  const [tools, loans] = await Promise.all([ask('/tools'), ask('/loans')]);
  const listed: unknown = tools.ok ? await tools.json() : undefined;
  const lent: unknown = loans.ok ? await loans.json() : undefined;
  if (!Array.isArray(listed) || !Array.isArray(lent)) return undefined;
  const answeredFrom = tools.headers.get('x-answered-from') ?? 'nobody knows where';
  return { tools: listed.filter(isTool), borrowers: lent.length, answeredFrom };
}

async function ask(path: string): Promise<Response> {
  return fetch(`${apiUrl()}${path}`, { headers: carriedHeaders(await headers()), cache: 'no-store' });
}

function isTool(value: unknown): value is Tool {
  return typeof value === 'object' && value !== null && 'id' in value && 'name' in value && 'borrower' in value;
}
