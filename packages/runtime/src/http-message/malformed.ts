/** What came cannot be read as a message of HTTP/1.1. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  /** Without a full stop, as in "an answer cannot be read: …". */
  readonly reason: string;

  constructor(reason: string) {
    super(`A message of HTTP/1.1 cannot be read: ${reason}.`);
    this.reason = reason;
  }
}
