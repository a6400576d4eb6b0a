import type net from 'node:net';
import { startTcpService, type TestService } from '../gateway/kit.ts';

/** A service that reads requests to the letter and answers them, and notes whatever could be read in another way. */
export interface Trap {
  readonly service: TestService;
  /** Targets of the requests that came. */
  readonly targets: string[];
  readonly violations: string[];
}

const headOf = /^[A-Z-]+ \S+ HTTP\/1\.1\r\n(?:[!#$%&'*+.^_`|~\w-]+: ?[\t\u0020-\u007e\u0080-\u00ff]*\r\n)*\r\n$/;
const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

export async function setTrap(): Promise<Trap> {
  const targets: string[] = [];
  const violations: string[] = [];
  const service = await startTcpService((socket) => {
    read(socket, targets, violations);
  });
  return { service, targets, violations };
}

function read(socket: net.Socket, targets: string[], violations: string[]): void {
  let rest = '';
  /** Bytes of a body that are still to come, or that it comes in chunks. */
  let body: number | 'chunked' = 0;
  const refuse = (why: string): void => {
    violations.push(`${why}: ${JSON.stringify(rest.slice(0, 400))}`);
    socket.destroy();
  };
  const take = (length: number): void => {
    rest = rest.slice(length);
  };
  const readHead = (): boolean => {
    const end = rest.indexOf('\r\n\r\n');
    if (end === -1) return false;
    const head = rest.slice(0, end + 4);
    const length = bodyOf(head);
    if (typeof length === 'string' && length !== 'chunked') refuse(length);
    else body = length;
    targets.push(head.split(' ')[1] ?? '');
    take(head.length);
    if (body === 0) socket.write(answer);
    return true;
  };
  const readBody = (length: number): boolean => {
    const taken = Math.min(length, rest.length);
    take(taken);
    body = length - taken;
    if (body === 0) socket.write(answer);
    return body === 0;
  };
  const readChunk = (): boolean => {
    const [line = '', digits = ''] = /^([0-9a-f]{1,8})\r\n/i.exec(rest) ?? [];
    if (line === '' && rest.length > 10) refuse('no chunk');
    const size = Number.parseInt(digits, 16);
    // The last one ends with the trailers.
    const end = size === 0 ? rest.indexOf('\r\n\r\n') + 4 : line.length + size + 2;
    if (line === '' || end === 3 || rest.length < end) return false;
    if (rest.slice(end - 2, end) !== '\r\n') refuse('a chunk without an end');
    take(end);
    if (size > 0) return true;
    body = 0;
    socket.write(answer);
    return true;
  };
  const step = (): boolean => (body === 'chunked' ? readChunk() : body > 0 ? readBody(body) : readHead());
  socket.on('data', (chunk: Buffer) => {
    rest += chunk.toString('latin1');
    while (rest.length > 0 && step()) if (socket.destroyed) return;
  });
  socket.once('end', () => socket.end());
}

/** How long the body of a request is, or what is wrong with its head. */
function bodyOf(
  head: string,
): number | 'chunked' | 'no head to the letter' | 'two lengths' | 'no length' | 'no encoding' {
  if (!headOf.test(head)) return 'no head to the letter';
  const lengths = [...head.matchAll(/^content-length: ?(.*)\r$/gim)].map(([, value = '']) => value);
  const encodings = [...head.matchAll(/^transfer-encoding: ?(.*)\r$/gim)].map(([, value = '']) => value);
  if (lengths.length + encodings.length > 1) return 'two lengths';
  if (!lengths.every((value) => /^\d{1,15}$/.test(value))) return 'no length';
  if (!encodings.every((value) => value.toLowerCase() === 'chunked')) return 'no encoding';
  return encodings.length > 0 ? 'chunked' : Number(lengths[0] ?? 0);
}
