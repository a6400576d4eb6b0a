/*
 * The import of a module whose name is known at run time only. scripts/bundle.mjs makes a file of its own of this: kept
 * code (files/load-bundle.ts) cannot import.
 */

/** What a module exports. Throws whatever the module throws. */
export async function importModule(href: string): Promise<Readonly<Record<string, unknown>>> {
  const exported: Readonly<Record<string, unknown>> = await import(/* @vite-ignore */ href);
  return exported;
}
