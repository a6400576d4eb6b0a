import { execFile } from 'node:child_process';
import { UsageError } from '#cli/command';
import { codeOf } from './failure.ts';

/** Output beyond this is no list of files any more. */
const longestOutput = 64 * 1024 * 1024;

/** How a run of git ended. */
export interface GitEnded {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs git in a folder, whatever its exit code. Throws a `UsageError` where there is no git. */
export function git(folder: string, args: readonly string[]): Promise<GitEnded> {
  return new Promise((resolve, reject) => {
    execFile('git', args, { cwd: folder, maxBuffer: longestOutput, encoding: 'utf8' }, (error, out, err) => {
      if (error === null) return resolve({ code: 0, out, err });
      if (typeof error.code === 'number') return resolve({ code: error.code, out, err });
      const missing = codeOf(error) === 'ENOENT';
      reject(missing ? new UsageError('git is not installed here, and this needs it.') : error);
    });
  });
}

/** What git says, or a `UsageError` with its own words. */
export async function gitOutput(folder: string, args: readonly string[]): Promise<string> {
  const { code, out, err } = await git(folder, args);
  if (code === 0) return out;
  const [said = ''] = err.replace(/^(?:fatal|error): /, '').split('\n');
  throw new UsageError(`git ${args[0] ?? ''} in ${folder}: ${said === '' ? `it ended with ${code}` : said}.`);
}

/** The bytes of a file in a revision; undefined where that revision has no such file. */
export function gitFile(folder: string, commit: string, path: string): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const args = ['cat-file', 'blob', `${commit}:${path}`];
    execFile('git', args, { cwd: folder, maxBuffer: longestOutput, encoding: 'buffer' }, (error, out) => {
      if (error === null) return resolve(out);
      // Any exit code of its own: the path is not there, or is a folder or a module of another repository.
      if (typeof error.code === 'number') return resolve(undefined);
      reject(error);
    });
  });
}
