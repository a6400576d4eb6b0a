import { randomBytes } from 'node:crypto';

/**
 * Makes UUIDs of version 7 (RFC 9562 section 5.7) that ascend in the order they are made: 48 bits of Unix time in
 * milliseconds, then a 12-bit counter that starts anew each millisecond (section 6.2, method 1), then 62 random bits.
 */
export function uuidsV7(now: () => number = Date.now): () => string {
  let time = 0;
  let counter = 0;
  return () => {
    const at = now();
    if (at > time) [time, counter] = [at, 0];
    else counter += 1;
    if (counter > 0xfff) [time, counter] = [time + 1, 0];
    return format(time, counter);
  };
}

function format(time: number, counter: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(time, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
