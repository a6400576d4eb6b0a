import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/lib/root.mjs';

/** Says each SIGINT that it hears, and ends with 7 on SIGTERM. */
const child = `
  process.on('SIGINT', () => console.log('heard'));
  process.on('SIGTERM', () => process.exit(7));
  setInterval(() => {}, 1000);
  console.log('ready');
`;

/** Runs the child in the foreground, as start.mjs does, and ends with its exit code. */
const parent = `
  import { foreground } from ${JSON.stringify(pathToFileURL(join(root, 'scripts/lib/foreground.mjs')).href)};
  process.exitCode = await foreground(process.execPath, ['-e', ${JSON.stringify(child)}]);
`;

describe('a command in the foreground', () => {
  it('hears a Ctrl-C that comes twice once, and gives its exit code', async () => {
    const runner = spawn(process.execPath, ['--input-type=module', '-e', parent], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let heard = '';
    runner.stdout.setEncoding('utf8').on('data', (text: string) => {
      heard += text;
    });
    const said = async (words: string): Promise<void> => {
      while (!heard.includes(words)) await once(runner.stdout, 'data');
    };
    await said('ready');
    runner.kill('SIGINT');
    runner.kill('SIGINT');
    await said('heard');
    // The echo of a Ctrl-C lasts half a second; what comes later is meant.
    await new Promise((resolve) => setTimeout(resolve, 600));
    runner.kill('SIGTERM');
    const [code] = await once(runner, 'close');
    expect(code).toBe(7);
    expect(heard).toBe('ready\nheard\n');
  });
});
