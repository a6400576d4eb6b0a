import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Prometheus' own tool (Debian: package prometheus), or the one that `PROMTOOL` names. */
const command = process.env['PROMTOOL'] ?? 'promtool';

/** Whether it is installed here. Without it the tests that need it are skipped, and said to be. */
export const hasPromtool: boolean = spawnSync(command, ['--version']).status === 0;

/** Runs it on some files in a folder of their own; gives what it prints, and throws with that when it complains. */
export function promtool(args: readonly string[], files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'asbuilt-promtool-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
