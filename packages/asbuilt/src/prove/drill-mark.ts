import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

const marks = new AsyncLocalStorage<string>();

/**
 * Runs something whose calls are drills: the gateway counts them apart, so that no error budget pays for them. The mark
 * proves that one knows the control server's token, and is good for nothing else.
 */
export function asDrill<T>(token: string, run: () => Promise<T>): Promise<T> {
  return marks.run(createHmac('sha256', token).update('asbuilt-drill').digest('base64url'), run);
}

/** The mark of the drill that is being made; `undefined` outside of drills. */
export function drillMark(): string | undefined {
  return marks.getStore();
}

/**
 * The address of this machine from which a drill connects over bare TCP, where nothing else could mark it; `undefined`
 * outside of drills, and where the machine has no such address (macOS has 127.0.0.1 alone).
 */
export async function drillAddress(): Promise<string | undefined> {
  const mark = marks.getStore();
  if (mark === undefined) return undefined;
  const [high = 0, middle = 0, low = 0] = createHash('sha256').update(mark).digest();
  const address = `127.${1 + (high % 254)}.${middle}.${1 + (low % 254)}`;
  return (await isOurs(address)) ? address : undefined;
}

async function isOurs(address: string): Promise<boolean> {
  const server = createServer().listen(0, address);
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

/** The header that marks a call; none where it leaves this machine. */
export function drillHeaders(url: URL): Readonly<Record<string, string>> {
  const mark = marks.getStore();
  if (mark === undefined || !/^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)) return {};
  return { 'asbuilt-drill': mark };
}
