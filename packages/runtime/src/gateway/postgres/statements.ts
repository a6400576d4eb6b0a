import type { Bytes } from '@asbuilt/core/model';

/** As many are remembered by name; beyond that a statement that is executed again is logged without its text. */
const most = 500;
/** As much of each text is kept. */
const mostBytes: Bytes = 1024;

/** The texts of prepared statements by their names, so that it can be told what is executed. */
export class Statements {
  readonly #byName = new Map<string, Buffer>();

  /** Notes the statement of a Parse, and answers its text. */
  parsed(body: Buffer): Buffer {
    const nameEnd = endOf(body, 0);
    const text = body.subarray(nameEnd + 1, endOf(body, nameEnd + 1));
    const name = body.toString('latin1', 0, nameEnd);
    // A copy, since the chunk that it is a part of would be kept with it.
    if (name !== '' && this.#byName.size < most) this.#byName.set(name, Buffer.from(text.subarray(0, mostBytes)));
    return text;
  }

  /** The text of the statement that a Bind is about, if it has a name that is known. */
  bound(body: Buffer): Buffer | undefined {
    const portalEnd = endOf(body, 0);
    return this.#byName.get(body.toString('latin1', portalEnd + 1, endOf(body, portalEnd + 1)));
  }

  /** Forgets the statement of a Close; one of a portal is none. */
  closed(body: Buffer): void {
    if (body[0] === 0x53) this.#byName.delete(body.toString('latin1', 1, endOf(body, 1)));
  }
}

function endOf(body: Buffer, from: number): number {
  const end = body.indexOf(0, from);
  return end === -1 ? body.length : end;
}
