/** A value as JSON has it. What is undefined is left out. */
export type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A JSON file: two spaces a level, ending in a newline. */
export function json(value: { readonly [key: string]: Json | undefined }): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
