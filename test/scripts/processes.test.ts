import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { exitCode } from '../../scripts/lib/children.mjs';
import { freePort, isOpen } from '../../scripts/lib/ports.mjs';
import { family, processes } from '../../scripts/lib/processes.mjs';

const grandparent = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore', detached: true });
  console.log(child.pid);
  setInterval(() => {}, 1000);
`;

describe('looking at processes', () => {
  const started: number[] = [];

  afterEach(() => {
    for (const pid of started.splice(0)) process.kill(pid, 'SIGKILL');
  });

  it('finds a child of a child, also one with a session of its own', async () => {
    const parent = spawn(process.execPath, ['-e', grandparent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(parent.stdout.setEncoding('utf8'), 'data');
    const grandchild = Number.parseInt(String(line), 10);
    if (parent.pid === undefined) throw new Error('The parent did not start.');
    started.push(parent.pid, grandchild);
    const members = family(await processes(), parent.pid).map(({ pid }) => pid);
    expect(new Set(members)).toEqual(new Set([parent.pid, grandchild]));
  });

  it('tells what it sees of a process', async () => {
    const own = (await processes()).find(({ pid }) => pid === process.pid);
    expect(own).toMatchObject({ pid: process.pid, parent: process.ppid });
    expect(own?.command).toContain('node');
    expect(own?.started).not.toBe('');
  });

  it('says how a process ended as a shell does', () => {
    expect([exitCode(3, null), exitCode(null, 'SIGINT'), exitCode(null, 'SIGTERM'), exitCode(null, 'SIGKILL')]).toEqual(
      [3, 130, 143, 137],
    );
  });

  it('finds a free port closed', async () => {
    expect(await isOpen(await freePort())).toBe(false);
  });
});
