import { readFile, stat } from 'node:fs/promises';
import { plainYaml } from '@asbuilt/core/text';
import { messageOf } from '#values/message-of';

/** An object of a description, whatever is in it. */
export type Json = Readonly<Record<string, unknown>>;

/** What a contract's file says; or why it says nothing, as a sentence without its full stop. */
export type Contract =
  | { readonly kind: 'read'; readonly document: Json }
  | { readonly kind: 'none'; readonly why: string };

/** Reads a contract again whenever its file has changed. */
export function contractFile(path: string, shown: string): () => Promise<Contract> {
  let known: { readonly at: number; readonly contract: Contract } | undefined;
  return async () => {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) return { kind: 'none', why: `there is no ${shown}` };
    if (known?.at !== found.mtimeMs)
      known = { at: found.mtimeMs, contract: parsed(await readFile(path, 'utf8'), shown) };
    return known.contract;
  };
}

function parsed(text: string, shown: string): Contract {
  try {
    const document: unknown = shown.endsWith('.json') ? JSON.parse(text) : plainYaml(text);
    if (isObject(document) && typeof document['openapi'] === 'string') return { kind: 'read', document };
    return { kind: 'none', why: `${shown} is no OpenAPI description` };
  } catch (error) {
    return { kind: 'none', why: `${shown} cannot be read (${messageOf(error)})` };
  }
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
