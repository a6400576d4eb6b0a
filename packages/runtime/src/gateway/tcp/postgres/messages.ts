/** An error as clients of PostgreSQL know them (https://www.postgresql.org/docs/current/protocol-error-fields.html). */
export interface PostgresError {
  /** After a fatal one the connection ends. */
  readonly severity: 'ERROR' | 'FATAL';
  /** SQLSTATE. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
}

/** An ErrorResponse. */
export function errorResponse({ severity, code, message, detail }: PostgresError): Buffer {
  const fields = [
    `S${severity}`,
    `V${severity}`,
    `C${code}`,
    `M${message}`,
    ...(detail === undefined ? [] : [`D${detail}`]),
  ];
  const body = Buffer.from(`${fields.map((field) => `${field.replaceAll('\0', '')}\0`).join('')}\0`);
  const head = Buffer.alloc(5);
  head.write('E', 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A ReadyForQuery of a session that is in no transaction. */
export const readyForQuery: Buffer = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** An SSLRequest: asks a server whether it encrypts. */
export const encryptionRequest: Buffer = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** "Yes", from a server that was asked. */
export const mayEncrypt: Buffer = Buffer.from('S');

/** "No", to a client that asks whether it may encrypt. */
export const noEncryption: Buffer = Buffer.from('N');

/** A text of which there is a character a byte, as people read it. */
export function decoded(text: string): string {
  return Buffer.from(text, 'latin1').toString();
}

/** The SQLSTATE among the fields of an ErrorResponse, or their beginning. */
export function sqlStateOf(body: string): string {
  const code = /(?:^|\0)C([0-9A-Z]{5})\0/.exec(body)?.[1];
  return code ?? 'unknown';
}
