import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac } from 'node:crypto';

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

/** The header that marks a call; none where it leaves this machine. */
export function drillHeaders(url: URL): Readonly<Record<string, string>> {
  const mark = marks.getStore();
  if (mark === undefined || !/^(?:127\.0\.0\.1|localhost|\[::1\])$/.test(url.hostname)) return {};
  return { 'asbuilt-drill': mark };
}
