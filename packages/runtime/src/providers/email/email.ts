/** A mail to be sent. */
export interface Mail {
  /** `Harbour <no-reply@example.com>` */
  readonly from: string;
  readonly to: string | readonly string[];
  readonly cc?: string | readonly string[];
  readonly bcc?: string | readonly string[];
  readonly replyTo?: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly Attachment[];
  /** The same mail twice is sent once by who can tell (Resend): anything that is the same at a second try. */
  readonly idempotencyKey?: string;
}

export interface Attachment {
  readonly name: string;
  readonly contentType?: string;
  readonly content: Buffer | string;
}

/** Sends mails. */
export interface Email {
  /**
   * Settles when whoever delivers it has taken the mail.
   *
   * @returns how it is called there
   * @throws {EmailError} when it was not taken
   */
  send(mail: Mail): Promise<string>;
  close(): Promise<void>;
}

/** A mail was not taken. */
export class EmailError extends Error {
  override readonly name = 'EmailError';
  /** Whether the same mail may be taken later: the server was away or busy, and did not refuse it. */
  readonly mayBeTriedAgain: boolean;

  constructor(message: string, mayBeTriedAgain: boolean, options?: ErrorOptions) {
    super(message, options);
    this.mayBeTriedAgain = mayBeTriedAgain;
  }
}
