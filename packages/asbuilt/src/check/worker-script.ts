/**
 * What a thread begins with, absolute. From the sources there is none, since Node.js cannot run them: all is checked in
 * one thread then. scripts/bundle.mjs puts the place of dist/worker.js in here.
 */
export const workerScript: string | undefined = undefined;
