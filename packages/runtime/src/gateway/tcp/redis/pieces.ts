/** What goes on of a chunk from which some is left out, or into which something is put. */
export class Pieces {
  #bytes: Buffer = Buffer.alloc(0);
  #kept: Buffer[] | undefined;
  #from = 0;
  #drops = false;

  /** Begins with the next chunk. */
  begin(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#kept = undefined;
    this.#from = 0;
  }

  /** From this place on bytes are left out, or no longer are; it goes on so with the next chunk. */
  drop(drops: boolean, at: number): void {
    if (drops === this.#drops) return;
    this.#drops = drops;
    this.#kept ??= [];
    if (drops) this.#kept.push(this.#bytes.subarray(this.#from, at));
    this.#from = at;
  }

  /** Puts something in at this place. */
  insert(bytes: Buffer, at: number): void {
    this.#kept ??= [];
    if (!this.#drops) this.#kept.push(this.#bytes.subarray(this.#from, at));
    this.#kept.push(bytes);
    this.#from = at;
  }

  /** Ends at this place: what goes on, the chunk itself where nothing changed. */
  end(at: number): Buffer | undefined {
    if (this.#kept === undefined) {
      if (this.#drops || at === 0) return undefined;
      return at === this.#bytes.length ? this.#bytes : this.#bytes.subarray(0, at);
    }
    if (!this.#drops) this.#kept.push(this.#bytes.subarray(this.#from, at));
    const all = Buffer.concat(this.#kept);
    return all.length === 0 ? undefined : all;
  }
}
