import type { EdgePlan } from '@asbuilt/core/derive';
import { isRedisFailure, isServerFailure } from '@asbuilt/core/mechanisms';

/** What came back: from a callee that is there, or an error that says that it is not. */
export interface Heard {
  readonly kind: 'well' | 'failed';
  /** In a word: `57P03`, `a request for a password`. */
  readonly code: string;
  /** All of it, where it is an error. */
  readonly said: string;
}

/** How one finds out without a password whether a server is there. */
export interface Greeting {
  readonly hello: Buffer;
  /** `undefined` while not enough has come to tell. */
  readonly hear: (bytes: Buffer) => Heard | undefined;
}

/** The greeting of a protocol over TCP. */
export function greetingOf(wire: NonNullable<EdgePlan['wire']>): Greeting {
  switch (wire) {
    case 'postgres':
      return { hello: startup('asbuilt', 'asbuilt'), hear: hearPostgres };
    case 'redis':
      return { hello: Buffer.from('PING\r\n'), hear: hearRedis };
  }
}

/** The packet with which a session begins (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
function startup(user: string, database: string): Buffer {
  const packet = Buffer.from(`\0\0\0\0\0\x03\0\0user\0${user}\0database\0${database}\0\0`, 'latin1');
  packet.writeInt32BE(packet.length);
  return packet;
}

/** Whoever asks for a password, or refuses to let in, is there. */
function hearPostgres(bytes: Buffer): Heard | undefined {
  if (bytes.length < 5 || bytes.length < 1 + bytes.readInt32BE(1)) return undefined;
  if (bytes[0] !== 0x45) return { kind: 'well', code: 'as PostgreSQL does', said: '' };
  const said = bytes.toString('utf8', 5, 1 + bytes.readInt32BE(1));
  const code = /(?:^|\0)C([0-9A-Z]{5})\0/.exec(said)?.[1] ?? 'with an error';
  return { kind: isServerFailure(code) ? 'failed' : 'well', code, said };
}

/** Whoever asks for a password is there; any other error in place of "PONG" says that something is wrong. */
function hearRedis(bytes: Buffer): Heard | undefined {
  const end = bytes.indexOf('\r\n');
  if (end === -1) return undefined;
  const said = bytes.toString('utf8', 0, end);
  const [prefix = ''] = said.slice(1).split(' ', 1);
  const isFailure = said.startsWith('-') && (prefix === 'ERR' || isRedisFailure(prefix));
  return { kind: isFailure ? 'failed' : 'well', code: prefix, said };
}
