import { type Found, folderOf, linesOf } from '../found.ts';

/** What a Dockerfile says about the service whose image it builds. */
export interface Dockerfile {
  readonly file: string;
  readonly folder: string;
  /** The image that the last stage starts from. */
  readonly base?: Found<string>;
  /** Ports of the last stage. */
  readonly exposed: readonly Found<number>[];
}

/** Reads a Dockerfile (docs.docker.com/reference/dockerfile): only its last stage becomes the image. */
export function readDockerfile(file: string, text: string): Dockerfile {
  let base: Found<string> | undefined;
  let exposed: Found<number>[] = [];
  for (const { text: said, line } of linesOf(text)) {
    const [, instruction = '', rest = ''] = /^\s*([A-Za-z]+)\s+(.+?)\s*$/.exec(said) ?? [];
    if (instruction.toUpperCase() === 'FROM') {
      base = { value: rest.replace(/^--\S+\s+/, '').split(/\s+/)[0] ?? rest, file, line };
      exposed = [];
    }
    if (instruction.toUpperCase() === 'EXPOSE') exposed.push(...portsOf(rest).map((value) => ({ value, file, line })));
  }
  return { file, folder: folderOf(file), ...(base && { base }), exposed };
}

/** `8080 9090/tcp`; what is a variable is not known here. */
function portsOf(said: string): readonly number[] {
  return said.split(/\s+/).flatMap((word) => (/^\d{1,5}(?:\/tcp)?$/.test(word) ? [Number.parseInt(word, 10)] : []));
}
