import { randomBytes } from 'node:crypto';

/** A frame that is whole by itself and says goodbye (RFC 6455, section 5.5.1), with two bytes behind its header. */
const finalClose = 0x88;
const payloadBytes = 2;
/** Who was asked goes away: it is shut down, or the client is to go elsewhere (section 7.4.1). */
const goingAway = Buffer.from([1001 >> 8, 1001 & 0xff]);

/** Says to a client that the service goes away. */
export function closeToClient(): Buffer {
  return Buffer.concat([Buffer.from([finalClose, payloadBytes]), goingAway]);
}

/** Says to a service that the client goes away: what clients send is masked. */
export function closeToService(): Buffer {
  const mask = randomBytes(4);
  const payload = goingAway.map((byte, index) => byte ^ (mask[index] ?? 0));
  return Buffer.concat([Buffer.from([finalClose, 0x80 | payloadBytes]), mask, payload]);
}
