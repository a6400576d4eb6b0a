import http from 'node:http';
import net from 'node:net';
import { call, comesToHold, type Drill, type OpenProxy, pause, type Seen, withHttp, withTcp } from './drill.ts';

/** What is to happen when one of both sides fails. */
export const failingDrills: readonly Drill[] = [
  { title: 'One GET on an upstream that says 503 is one call', run: oneCall },
  { title: 'The client leaves before the answer: the call to the upstream ends', run: leavesBefore },
  { title: 'The client leaves amid the answer: the call to the upstream ends', run: leavesAmid },
  {
    title: 'The upstream dies amid an answer of known length: the client is told',
    run: (open) => diesAmid(open, { 'content-length': '100' }),
  },
  { title: 'The upstream dies amid an answer in chunks: the client is told', run: (open) => diesAmid(open, {}) },
  { title: 'The upstream is not there: the client is told', run: notThere },
  {
    title: '10,000 GETs over connections that the upstream closes when idle: none fails',
    run: (open) => idleClosing(open, 10_000),
  },
  {
    title: '10,000 clients that leave: nothing stays behind, and the next is answered',
    run: (open) => leavers(open, 10_000),
  },
];

async function oneCall(open: OpenProxy): Promise<Seen> {
  let calls = 0;
  const busy: http.RequestListener = (_request, response) => {
    calls += 1;
    response.writeHead(503).end('busy');
  };
  return withHttp(open, busy, async ({ proxy }) => {
    await call(proxy.port);
    await pause(200);
    return { holds: calls === 1, what: calls === 1 ? '1 call' : `${calls} calls` };
  });
}

function leavesBefore(open: OpenProxy): Promise<Seen> {
  return withHttp(
    open,
    () => undefined,
    async ({ proxy, callee }) => {
      const client = http.get({ host: '127.0.0.1', port: proxy.port, agent: false });
      client.on('error', () => undefined);
      const reached = await comesToHold(() => callee.connections() > 0);
      client.destroy();
      return ended(reached && (await comesToHold(() => callee.connections() === 0)));
    },
  );
}

const answersHalf: http.RequestListener = (_request, response) => {
  response.writeHead(200, { 'content-length': 1_000_000 });
  // More than a proxy keeps until it passes anything on.
  response.write('x'.repeat(500_000));
};

function leavesAmid(open: OpenProxy): Promise<Seen> {
  return withHttp(open, answersHalf, async ({ proxy, callee }) => {
    let hasLeft = false;
    const client = http.get({ host: '127.0.0.1', port: proxy.port, agent: false }, (response) => {
      response.on('error', () => undefined);
      response.once('data', () => client.destroy());
      response.once('close', () => {
        hasLeft = true;
      });
    });
    client.on('error', () => undefined);
    if (!(await comesToHold(() => hasLeft))) {
      client.destroy();
      return { holds: false, what: 'nothing came' };
    }
    return ended(await comesToHold(() => callee.connections() === 0));
  });
}

function ended(holds: boolean): Seen {
  return { holds, what: holds ? 'ended' : 'goes on' };
}

function diesAmid(open: OpenProxy, headers: http.OutgoingHttpHeaders): Promise<Seen> {
  const dying: http.RequestListener = (_request, response) => {
    response.writeHead(200, headers);
    response.write('half');
    setTimeout(() => response.destroy(), 50);
  };
  return withHttp(open, dying, async ({ proxy }) => {
    const got = await call(proxy.port);
    if (typeof got !== 'string') return { holds: false, what: `a good ${got.status}` };
    return { holds: got !== 'hangs', what: got === 'hangs' ? 'hangs' : 'told' };
  });
}

async function notThere(open: OpenProxy): Promise<Seen> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === 'string') throw new Error('No port was free.');
  const proxy = await open(address.port);
  const got = await call(proxy.port);
  await proxy.close();
  const what = typeof got === 'string' ? got : String(got.status);
  return { holds: what === '502' || what === '503' || what === '504', what };
}

const closesSoon = (socket: net.Socket): void => {
  let idle: NodeJS.Timeout | undefined;
  socket.on('data', () => {
    clearTimeout(idle);
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    idle = setTimeout(() => socket.end(), 4);
  });
};

/** The upstream closes about when the next call comes, and gives no hint of that. */
function idleClosing(open: OpenProxy, calls: number): Promise<Seen> {
  const clients = 32;
  const work = async ({ proxy }: { readonly proxy: { readonly port: number } }): Promise<Seen> => {
    const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
    let left = calls;
    let failed = 0;
    const client = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        const got = await call(proxy.port, { agent });
        if (typeof got === 'string' || got.status !== 200) failed += 1;
        await pause(Math.random() * 6);
      }
    };
    await Promise.all(Array.from({ length: clients }, client));
    agent.destroy();
    return { holds: failed === 0, what: failed === 0 ? 'none' : `${failed} failed` };
  };
  return withTcp(open, closesSoon, work);
}

const waitsForTheLast: http.RequestListener = ({ url }, response) => {
  if (url === '/last') response.end('ok');
};

/** Waves of clients that reset their connections as soon as the upstream has their calls. */
function leavers(open: OpenProxy, clients: number): Promise<Seen> {
  const wave = 100;
  return withHttp(open, waitsForTheLast, async ({ proxy, callee }) => {
    for (let left = clients; left > 0; left -= wave) {
      const sockets = Array.from({ length: wave }, () => leaver(proxy.port));
      const reached = await comesToHold(() => callee.connections() >= wave, 10_000);
      for (const socket of sockets) socket.resetAndDestroy();
      const isFree = reached && (await comesToHold(() => callee.connections() === 0, 10_000));
      if (!isFree) return { holds: false, what: `${callee.connections()} left after ${clients - left + wave}` };
    }
    const got = await call(proxy.port, { path: '/last' });
    const holds = typeof got !== 'string' && got.status === 200;
    return { holds, what: holds ? '0 left' : 'the next is not answered' };
  });
}

function leaver(port: number): net.Socket {
  const socket = net.connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return socket;
}
