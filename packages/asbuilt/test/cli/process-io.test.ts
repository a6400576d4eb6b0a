import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';

/** A command as a process of its own: it writes a line, then more until it is asked to stop. */
const program = `
  import { processIo } from './src/cli/process-io.ts';
  const { io, endedBy } = processIo();
  process.on('exit', () => { process.exitCode = endedBy() ?? 0; });
  const mode = process.argv.at(-1);
  if (mode === 'short') { io.out('started\\n'); setInterval(() => undefined, 1000); }
  if (mode === 'echo') io.out(await io.input() + '|' + io.color);
  if (mode === 'long') {
    const { signal } = io;
    const timer = setInterval(() => io.out('more\\n'), 20);
    io.out('started\\n');
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      io.err('cleaning up\\n');
      setTimeout(() => io.err('done\\n'), 200);
    });
  }
`;

let source = '';

beforeAll(async () => {
  const workspace = fileURLToPath(new URL('../..', import.meta.url));
  const built = await build({
    stdin: { contents: program, resolveDir: workspace, loader: 'ts' },
    absWorkingDir: workspace,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    conditions: ['@asbuilt/source'],
  });
  source = built.outputFiles[0]?.text ?? '';
});

function start(mode: string, env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', source, mode], {
    env: { PATH: process.env['PATH'], ...env },
  });
  let err = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal, err }));
  return { child, ended };
}

const started = async (child: ReturnType<typeof start>['child']): Promise<void> => {
  await once(child.stdout, 'data');
};

describe('Ctrl-C', () => {
  it('lets a long-running command clean up, and exits with 130', async () => {
    const { child, ended } = start('long');
    await started(child);
    child.kill('SIGINT');
    await expect(ended).resolves.toEqual({ code: 130, signal: null, err: 'cleaning up\ndone\n' });
  });

  it('twice does not cut the cleaning up short', async () => {
    const { child, ended } = start('long');
    await started(child);
    child.kill('SIGINT');
    await once(child.stderr, 'data');
    child.kill('SIGINT');
    await expect(ended).resolves.toEqual({ code: 130, signal: null, err: 'cleaning up\ndone\n' });
  });

  it('ends a command that does not look at the signal at once', async () => {
    const { child, ended } = start('short');
    await started(child);
    child.kill('SIGINT');
    await expect(ended).resolves.toEqual({ code: null, signal: 'SIGINT', err: '' });
  });
});

describe('SIGTERM', () => {
  it('is an orderly end, too, with 143', async () => {
    const { child, ended } = start('long');
    await started(child);
    child.kill('SIGTERM');
    await expect(ended).resolves.toMatchObject({ code: 143 });
  });
});

describe('a reader that goes away', () => {
  it('stops a long-running command without an error', async () => {
    const { child, ended } = start('long');
    await started(child);
    child.stdout.destroy();
    await expect(ended).resolves.toEqual({ code: 0, signal: null, err: 'cleaning up\ndone\n' });
  });
});

/** What the `echo` mode prints for this input. */
async function echoed(input: Uint8Array | string, env: Readonly<Record<string, string>> = {}) {
  const { child, ended } = start('echo', env);
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stdin.end(input);
  return { ...(await ended), out };
}

describe('standard input', () => {
  it('is read as UTF-8, byte order mark included', async () => {
    await expect(echoed('\uFEFFgrün 🚚\r\n')).resolves.toMatchObject({ code: 0, out: '\uFEFFgrün 🚚\r\n|false' });
  });

  it('is refused when it is not UTF-8', async () => {
    await expect(echoed(Buffer.from([0x61, 0xff]))).resolves.toMatchObject({
      err: expect.stringContaining('standard input is not UTF-8 text'),
    });
  });

  it.each([
    [{}, 'false'],
    [{ FORCE_COLOR: '1' }, 'true'],
    [{ FORCE_COLOR: '0' }, 'false'],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, 'false'],
  ])('and colours under %j are wanted: %s', async (env, color) => {
    await expect(echoed('', env)).resolves.toMatchObject({ out: `|${color}` });
  });
});
