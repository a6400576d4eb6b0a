import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Editors write a file in several steps: so long after the first one, all are done. */
const settleMs = 60;

/** Waits for the next change of files since `seen`. Ends early, without a change, when the signal is given. */
export function nextChange(paths: readonly string[], seen: string, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    const watchers: FSWatcher[] = [];
    const end = (): void => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      signal.removeEventListener('abort', end);
      resolve();
    };
    // A touch that changes nothing wakes nobody, so that writing what is there already cannot go round in circles.
    const look = (): void => {
      timer = undefined;
      if (stateOf(paths) !== seen) end();
    };
    const wake = (): void => {
      timer ??= setTimeout(look, settleMs);
    };
    signal.addEventListener('abort', end);
    watchers.push(...watchersOf(paths, wake));
    wake();
    if (signal.aborted) end();
  });
}

/** Folders are watched, not files: an editor that writes by renaming puts another file in the place. */
function watchersOf(paths: readonly string[], wake: () => void): FSWatcher[] {
  const names = new Set(paths.map((path) => basename(path)));
  const folders = [...new Set(paths.map((path) => dirname(path)))].filter(
    (folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true,
  );
  return folders.map((folder) =>
    watch(folder, (_, name) => {
      if (name === null || names.has(name)) wake();
    }).on('error', wake),
  );
}

/** What files are like now: differs when one is written, made or removed. */
export function stateOf(paths: readonly string[]): string {
  return paths
    .map((path) => {
      const found = statSync(path, { throwIfNoEntry: false, bigint: true });
      return found === undefined ? '-' : `${found.ino}:${found.mtimeNs}:${found.size}`;
    })
    .join(' ');
}
