import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

interface PortRange {
  readonly first: number;
  /** The last one that is in it. */
  readonly last: number;
}

/**
 * Ports are handed out from here: above those that browsers refuse and services are known by, and below the ones that
 * Linux (from 32768), macOS and Windows (from 49152) give to every connection that goes out, which may come by one of
 * them in the moment between our choice and the service's start.
 */
const usual: PortRange = { first: 10_100, last: 19_999 };
const highest = 65_535;
/** Fewer are not worth keeping to. */
const fewest = 1_000;
/** How often something is started that finds its port taken. */
const mostStarts = 3;

/** Ports that somebody is to have for good. */
const reserved = new Set<number>();
let handing: Promise<{ readonly range: PortRange; next: number }> | undefined;

/**
 * A TCP port on 127.0.0.1 that nobody listens on. The others have their turn before it is handed out again, so that its
 * service has the time to bind it; other processes of ours most likely begin elsewhere.
 */
export async function freePort(): Promise<number> {
  handing ??= portRange().then((range) => ({ range, next: Math.floor(Math.random() * sizeOf(range)) }));
  const hand = await handing;
  const size = sizeOf(hand.range);
  for (let tries = 0; tries < size; tries += 1) {
    const port = hand.range.first + hand.next;
    hand.next = (hand.next + 1) % size;
    if (!reserved.has(port) && (await isFree(port))) return port;
  }
  throw new Error(
    `none of the ports from ${hand.range.first} to ${hand.range.last} is free; close programs that hold many ports`,
  );
}

/**
 * Starts something on a free port; on another one when that was taken in the meantime.
 *
 * @param start leaves nothing behind when it rejects
 * @param signal gives up
 */
export async function onFreePort<T>(start: (port: number) => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let starts = 1; ; starts += 1) {
    const port = await freePort();
    try {
      return await start(port);
    } catch (error) {
      // What it died of it tells in its own words, if at all. Whether somebody else has its port now can be seen.
      if (starts === mostStarts || signal?.aborted === true || (await isFree(port))) throw error;
    }
  }
}

/** Keeps a port from being handed out. Rejects with the system's error when it cannot be listened on. */
export async function reservePort(port: number): Promise<void> {
  await listenFor(port);
  reserved.add(port);
}

/** The usual ports, but for those that this machine gives to connections that go out. */
async function portRange(): Promise<PortRange> {
  const text = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').catch(() => '');
  const [first, last] = text.split(/\s+/).map(Number);
  return first === undefined || last === undefined || !(first > 0) ? usual : besides({ first, last });
}

/** Where there are enough ports besides a range: below it, above it; the usual ones when it is nearly all there is. */
export function besides(outgoing: PortRange): PortRange {
  const below = { first: usual.first, last: Math.min(usual.last, outgoing.first - 1) };
  const above = { first: Math.max(usual.first, outgoing.last + 1), last: highest };
  return [below, above].find((range) => sizeOf(range) >= fewest) ?? usual;
}

function sizeOf({ first, last }: PortRange): number {
  return last - first + 1;
}

function isFree(port: number): Promise<boolean> {
  return listenFor(port).then(
    () => true,
    () => false,
  );
}

/** Listens for a moment. */
function listenFor(port: number): Promise<void> {
  return new Promise((settle, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port }, () => server.close(() => settle()));
  });
}
