import type { Chance } from './chance.ts';

function int32(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeInt32BE(value, index * 4));
  return bytes;
}

const protocol3 = 196_608;
const sslRequest = 80_877_103;
const cancelRequest = 80_877_102;

function startup(): Buffer {
  const names = Buffer.from('user\0asbuilt\0database\0asbuilt\0\0');
  return Buffer.concat([int32(8 + names.length, protocol3), names]);
}

/** What no client of PostgreSQL sends; it all comes before anybody is let in. */
export function malformedSession({ pick, whole, bytes }: Chance): Buffer {
  const noise = bytes(1 + whole(300));
  const half = startup().subarray(0, 1 + whole(startup().length - 1));
  const message = Buffer.concat([
    Buffer.from(pick(['Q', 'P', 'B', 'E', 'S', 'X', 'p', 'd', 'F', '\0'])),
    int32(pick([0, 3, 4, -1, 9, 2 ** 31 - 1])),
  ]);
  return pick([
    noise,
    half,
    Buffer.concat([int32(pick([-1, 0, 3, 7, 2 ** 31 - 1, 10_001]), protocol3), noise]),
    Buffer.concat([int32(8, sslRequest), noise]),
    Buffer.concat([int32(8, sslRequest), int32(8, sslRequest), startup(), noise]),
    Buffer.concat([int32(16, cancelRequest, whole(2 ** 31), whole(2 ** 31)), noise]),
    Buffer.concat([int32(8 + noise.length, pick([0, 131_072, protocol3 + 99, 2 ** 31 - 1])), noise]),
    Buffer.concat([startup(), message, noise]),
    Buffer.concat([startup(), noise]),
    Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n'),
  ]);
}
