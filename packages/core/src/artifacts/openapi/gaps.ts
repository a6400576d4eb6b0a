import type { Json } from '../print/json.ts';
import { json } from '../print/json.ts';

type JsonObject = { readonly [key: string]: Json | undefined };

/**
 * An OpenAPI description that people have written on, with what is derived laid into it: what stands there stays as it
 * is, what is missing is filled in, and `x-overview` is what the overview says today. Undefined for a text that is none.
 */
export function withGaps(found: string, derived: string): string | undefined {
  const [old, fresh] = [parsed(found), parsed(derived)];
  if (old === undefined || fresh === undefined || typeof old['openapi'] !== 'string') return undefined;
  return json({ ...filled(old, fresh), 'x-overview': fresh['x-overview'] });
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    // What is no JSON is somebody's file, and none of ours.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whatever `JSON.parse` gives is JSON. */
function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Paths are people's: where they have begun to write some, none is added. Elsewhere an object is filled entry by entry. */
function filled(old: JsonObject, fresh: JsonObject): JsonObject {
  const added = Object.entries(fresh).map(([key, value]) => {
    const there = old[key];
    if (there === undefined) return [key, value] as const;
    return [key, key !== 'paths' && isObject(there) && isObject(value) ? filled(there, value) : there] as const;
  });
  return { ...old, ...Object.fromEntries(added) };
}
