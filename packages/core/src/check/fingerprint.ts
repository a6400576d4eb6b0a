/**
 * 64 bits of a text, hex, the same on every machine: FNV-1a over its UTF-16 code units, two lanes of 32 bits
 * that begin differently (prime and first basis: Fowler, Noll and Vo's). It tells findings apart and protects nothing.
 */
export function fingerprint(text: string): string {
  return [0x81_1c_9d_c5, 0x9e_37_79_b9].map((basis) => lane(text, basis).toString(16).padStart(8, '0')).join('');
}

const prime = 0x01_00_01_93;

function lane(text: string, basis: number): number {
  let hash = basis;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return hash >>> 0;
}
