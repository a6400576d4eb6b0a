import http from 'node:http';
import net from 'node:net';

/** A proxy that passes everything on to one port of this machine. */
export interface Proxy {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a proxy, with the settings that its own documentation begins with. */
export type OpenProxy = (upstreamPort: number) => Promise<Proxy>;

/** What a drill saw. */
export interface Seen {
  readonly holds: boolean;
  /** In a few words, for the table. */
  readonly what: string;
}

/** One thing that any HTTP proxy should do. */
export interface Drill {
  readonly title: string;
  readonly run: (open: OpenProxy) => Promise<Seen>;
}

/** The callee of a drill. */
export interface Callee {
  readonly port: number;
  /** Connections that are open. */
  connections(): number;
}

/** Both sides of the proxy of a drill. */
export interface Setting {
  readonly callee: Callee;
  readonly proxy: Proxy;
}

/** As long as anything in a drill is waited for: much longer than a machine that is busy takes. */
const patienceMs = 30_000;

/** Runs something with a proxy in front of an HTTP callee. */
export function withHttp(
  open: OpenProxy,
  handler: http.RequestListener,
  work: (setting: Setting) => Promise<Seen>,
): Promise<Seen> {
  return withServer(open, http.createServer({ keepAliveTimeout: 60_000 }, handler), work);
}

/** Runs something with a proxy in front of a callee that does what it likes with its connections. */
export function withTcp(
  open: OpenProxy,
  onSocket: (socket: net.Socket) => void,
  work: (setting: Setting) => Promise<Seen>,
): Promise<Seen> {
  return withServer(open, net.createServer(onSocket), work);
}

export async function withServer(
  open: OpenProxy,
  server: net.Server,
  work: (setting: Setting) => Promise<Seen>,
): Promise<Seen> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    // Connections are broken on purpose here; what counts is what the other side sees.
    socket.on('error', () => socket.destroy());
    sockets.add(socket.once('close', () => sockets.delete(socket)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  const proxy = await open(port);
  try {
    return await work({ proxy, callee: { port, connections: () => sockets.size } });
  } finally {
    await proxy.close();
    server.close();
    for (const socket of sockets) socket.destroy();
  }
}

export function portOf(server: net.Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A server of a drill listens on no port.');
  return address.port;
}

/** Whether something comes to hold in time. */
export async function comesToHold(holds: () => boolean, withinMs = patienceMs): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!holds()) {
    if (performance.now() > deadline) return false;
    await pause(5);
  }
  return true;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** How a call went: the status and the body, or the code of the error. */
export type Got =
  | { readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: string }
  | string;

/** Asks once; `hangs` when it is not over in time. */
export function call(port: number, options: http.RequestOptions = {}): Promise<Got> {
  return new Promise((resolve) => {
    const request = http.request({ host: '127.0.0.1', port, path: '/', agent: false, ...options }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += String(chunk);
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      response.once('error', (error) => resolve(codeOf(error)));
    });
    const timer = setTimeout(() => request.destroy(new Error('hangs')), patienceMs);
    request.once('close', () => clearTimeout(timer));
    request.once('error', (error) => resolve(codeOf(error)));
    request.end();
  });
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
}

/** Sends bytes as they are and answers with all that comes back, until `until` matches, the connection closes or time is up. */
export function talk(
  port: number,
  bytes: string,
  until?: RegExp,
  more?: (got: string, socket: net.Socket) => void,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    let got = '';
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(got);
    };
    const timer = setTimeout(end, patienceMs);
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
      more?.(got, socket);
      if (until?.test(got) === true) end();
    });
    socket.on('error', end);
    socket.once('close', end);
    socket.write(bytes, 'latin1');
  });
}
