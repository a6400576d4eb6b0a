/** Both digits of each byte. `toString(16)` of large numbers is slow enough to be seen in the cost of a call. */
const digits: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Eight hexadecimal digits from chance in [0, 1). */
export function randomHex(random: () => number): string {
  return hex(Math.floor(random() * 2 ** 32));
}

/** The same, but never eight zeros. */
export function randomHexNotZero(random: () => number): string {
  return hex(1 + Math.floor(random() * (2 ** 32 - 1)));
}

function hex(bits: number): string {
  return byteOf(bits, 24) + byteOf(bits, 16) + byteOf(bits, 8) + byteOf(bits, 0);
}

function byteOf(bits: number, shift: number): string {
  return digits[(bits >>> shift) & 0xff] ?? '';
}
