import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 make everything young, for the whole process. It would put what lived through a collection or two, while there
 * were few calls, among the old right away from then on: headers and all of each call then wait for a full collection.
 * A process that this had happened to took half as much memory again, and a third more of the processor, until it ended.
 */
export function expectShortLives(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
