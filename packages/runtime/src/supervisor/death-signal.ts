import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const places = ['/usr/bin/setpriv', '/bin/setpriv', '/usr/local/bin/setpriv', '/run/current-system/sw/bin/setpriv'];
let found: Promise<string | undefined> | undefined;

/**
 * The command that makes Linux send a signal to a program when its parent dies, even by SIGKILL (prctl(2), PR_SET_PDEATHSIG),
 * to be put before it. Empty where the system has no `setpriv` that can do so (macOS, BusyBox).
 */
export async function diesWithParent(signal: 'INT' | 'TERM'): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  found ??= firstThatWorks(places);
  const setpriv = await found;
  return setpriv === undefined ? [] : [setpriv, '--pdeathsig', signal, '--'];
}

async function firstThatWorks(candidates: readonly string[]): Promise<string | undefined> {
  for (const candidate of candidates) {
    const works = await promisify(execFile)(candidate, ['--pdeathsig', 'TERM', '--', candidate, '--version']).then(
      () => true,
      () => false,
    );
    if (works) return candidate;
  }
  return undefined;
}
