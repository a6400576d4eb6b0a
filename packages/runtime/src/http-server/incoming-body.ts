import { Readable } from 'node:stream';

/** Who has the rest of a body, and can be told to wait with it. */
export interface BodySource {
  pauseBody(): void;
  resumeBody(): void;
}

/** The body of a request, which comes as fast as it is read. Until somebody reads it, its client is made to wait. */
export class IncomingBody extends Readable {
  /** Whether all of it has come. */
  isWhole = false;
  /** What stood behind it: name, value, name, value … */
  trailers: readonly string[] = [];
  readonly #source: BodySource;
  #isThrownAway = false;

  constructor(source: BodySource) {
    super();
    this.#source = source;
  }

  override _read(): void {
    this.#source.resumeBody();
  }

  /** Something of it has come. */
  give(chunk: Buffer): void {
    if (!this.#isThrownAway && !this.push(chunk)) this.#source.pauseBody();
  }

  /** All of it has come. */
  finish(trailers: readonly string[]): void {
    this.isWhole = true;
    this.trailers = trailers;
    if (!this.#isThrownAway) this.push(null);
  }

  /** Nobody reads the rest of it: it is let come, so that the connection can go on. */
  throwAway(): void {
    if (this.#isThrownAway) return;
    this.#isThrownAway = true;
    this.unpipe();
    this.#source.resumeBody();
  }
}
