import type { Bytes } from '@asbuilt/core/model';

/** As many are remembered by name; beyond that a statement that is executed again is logged without its text. */
const most = 500;
/** As much of each text is kept. */
const mostBytes: Bytes = 1024;

/** The texts of prepared statements by their names, so that it can be told what is executed. A character stands for a byte. */
export class Statements {
  readonly #byName = new Map<string, string>();

  /** Notes the statement of a Parse, and answers its text. */
  parsed(body: string): string {
    const nameEnd = endOf(body, 0);
    const text = body.slice(nameEnd + 1, endOf(body, nameEnd + 1));
    if (nameEnd > 0 && this.#byName.size < most)
      this.#byName.set(apart(body.slice(0, nameEnd)), apart(text.slice(0, mostBytes)));
    return text;
  }

  /** The text of the statement that a Bind is about, if it has a name that is known. */
  bound(body: string): string | undefined {
    const portalEnd = endOf(body, 0);
    return this.#byName.get(body.slice(portalEnd + 1, endOf(body, portalEnd + 1)));
  }

  /** Forgets the statement of a Close; one of a portal is none. */
  closed(body: string): void {
    if (body.startsWith('S')) this.#byName.delete(body.slice(1, endOf(body, 1)));
  }
}

/** V8 keeps the whole of a string for a part of it. */
function apart(part: string): string {
  return Buffer.from(part, 'latin1').toString('latin1');
}

function endOf(body: string, from: number): number {
  const end = body.indexOf('\0', from);
  return end === -1 ? body.length : end;
}
