/** What became of a file: its text, or the sentence that says why not. */
export type ReadFile =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** The API takes bodies of up to 2 MiB, JSON's quoting included. */
const largestBytes = 1_900_000;

/** Reads a file as UTF-8, strictly: what cannot be decoded would not come back as it was. */
export async function readTextFile(file: Blob & { readonly name: string }): Promise<ReadFile> {
  if (file.size > largestBytes)
    return refused(`${file.name} is ${megabytes(file.size)}; an overview may have ${megabytes(largestBytes)}.`);
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const text = decoder.decode(await file.arrayBuffer());
    return text.trim() === '' ? refused(`${file.name} is empty.`) : { kind: 'text', text };
  } catch (error) {
    if (error instanceof TypeError) return refused(`${file.name} is no text in UTF-8: save it as UTF-8 first.`);
    if (error instanceof DOMException) return refused(`${file.name} cannot be read: ${error.message}`);
    throw error;
  }
}

function refused(reason: string): ReadFile {
  return { kind: 'refused', reason };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
