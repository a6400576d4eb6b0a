const end = '\r\n\r\n';
const endBytes = Buffer.from(end);

/** Gathers the head of one message after the other as it comes. How large one may be is for its reader to say. */
export class HeadReader {
  #text = '';

  /** What has come of the head, without the empty line that ends it; each byte a character (latin1). */
  get text(): string {
    return this.#text;
  }

  /** Takes what there is of the head; answers where the body begins, once the head is whole. */
  take(bytes: Buffer, from: number, to: number): number | undefined {
    const before = this.#text.length;
    const found = before === 0 ? bytes.indexOf(endBytes, from) : -1;
    if (found !== -1 && found + end.length <= to) {
      this.#text = bytes.toString('latin1', from, found);
      return found + end.length;
    }
    this.#text += bytes.toString('latin1', from, to);
    // An end that was cut in two is found by looking at what came before once more.
    const cut = this.#text.indexOf(end, Math.max(0, before - end.length + 1));
    if (cut === -1) return undefined;
    this.#text = this.#text.slice(0, cut);
    return from + cut + end.length - before;
  }

  /** The head that is whole; the next one may follow. */
  finish(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }
}
