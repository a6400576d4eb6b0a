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

/**
 * The greeting of a protocol over TCP. With a drill's mark, the edge is told that this is one: it keeps that for itself,
 * and counts what follows apart.
 */
export function greetingOf(wire: NonNullable<EdgePlan['wire']>, mark?: string): Greeting {
  switch (wire) {
    case 'postgres': {
      const hello = startup('asbuilt', 'asbuilt');
      return { hello: mark === undefined ? hello : Buffer.concat([drillPacket(mark), hello]), hear: hearPostgres };
    }
    case 'redis':
      return mark === undefined
        ? { hello: Buffer.from('PING\r\n'), hear: hearRedis }
        : { hello: Buffer.from(`ASBUILT.DRILL ${mark}\r\nPING\r\n`), hear: hearRedisBehindMark };
  }
}

/** A first packet of PostgreSQL's protocol that only our own edges know ("ASBD"). */
function drillPacket(mark: string): Buffer {
  const packet = Buffer.from(`\0\0\0\0ASBD${mark}`, 'latin1');
  packet.writeInt32BE(packet.length);
  return packet;
}

/** The edge says that it heard the mark, whoever is there. */
function hearRedisBehindMark(bytes: Buffer): Heard | undefined {
  const end = bytes.indexOf('\n');
  return end === -1 ? undefined : hearRedis(bytes.subarray(end + 1));
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
