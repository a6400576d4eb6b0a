/** The first packet of a connection: it has no type (https://www.postgresql.org/docs/current/protocol-flow.html). */
export type FirstPacket =
  | { readonly kind: 'incomplete' }
  /** A client that asks whether it may encrypt, with TLS or GSSAPI. */
  | { readonly kind: 'encryption'; readonly bytes: number }
  | { readonly kind: 'cancel'; readonly bytes: number; readonly key: string }
  | { readonly kind: 'startup'; readonly bytes: number }
  /** A drill that says so to the edge, with the mark that proves it; it begins behind that. */
  | { readonly kind: 'drill'; readonly bytes: number; readonly mark: string }
  /** Something else: TLS at once, an older protocol, another protocol altogether. */
  | { readonly kind: 'foreign' };

const incomplete: FirstPacket = { kind: 'incomplete' };
const foreign: FirstPacket = { kind: 'foreign' };

/** Longer ones are refused by servers, too. */
const mostBytes = 10_000;
const cancelCode = 80_877_102;
/** Our own, which no server gets to see: "ASBD". */
const drillCode = 0x41_53_42_44;
const encryptionCodes: ReadonlySet<number> = new Set([80_877_103, 80_877_104]);

/** Reads the packet that a connection begins with. */
export function readFirst(bytes: Buffer): FirstPacket {
  if (bytes.length === 0) return incomplete;
  // A length of at most 10,000 begins with two zeros; TLS begins with 0x16.
  if (bytes[0] !== 0 || (bytes[1] ?? 0) !== 0) return foreign;
  if (bytes.length < 4) return incomplete;
  const length = bytes.readInt32BE(0);
  if (length < 8 || length > mostBytes) return foreign;
  if (bytes.length < length) return incomplete;
  return readCode(bytes.readInt32BE(4), bytes.subarray(0, length));
}

function readCode(code: number, packet: Buffer): FirstPacket {
  const { length } = packet;
  if (encryptionCodes.has(code)) return length === 8 ? { kind: 'encryption', bytes: length } : foreign;
  if (code === cancelCode) return { kind: 'cancel', bytes: length, key: keyOf(packet.subarray(8)) };
  if (code === drillCode) return { kind: 'drill', bytes: length, mark: packet.toString('latin1', 8) };
  return code >> 16 === 3 ? { kind: 'startup', bytes: length } : foreign;
}

/** The process and the secret by which a query can be cancelled, as a server tells them and clients send them back. */
export function keyOf(body: Buffer): string {
  return body.toString('hex');
}

/** The packet that asks a server to cancel what the session with the key is doing. */
export function cancelPacket(key: string): Buffer {
  const body = Buffer.from(key, 'hex');
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(cancelCode, 4);
  return Buffer.concat([head, body]);
}
