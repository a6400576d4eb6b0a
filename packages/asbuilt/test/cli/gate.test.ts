import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Calls, objectives, record } from '../gate/recorded.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const day = 24 * 60 * 60_000;

async function shop(calls: readonly Calls[], folder = '.asbuilt/ledger'): Promise<string> {
  const root = await temporaryFolder({ 'overview.md': objectives });
  await record(join(root, folder), calls);
  return root;
}

const calm: Calls = { service: 'Desk', good: 990, bad: 3 };
const outage: Calls = { service: 'Store', good: 997, bad: 3 };

describe('asbuilt gate', () => {
  it('lets pass while every budget holds, and says of whom nothing is known', async () => {
    const { code, out, err } = await runCli(await shop([calm]), ['gate']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      [
        'within  Desk: 3 of 993 requests were bad, and 99 % allows 9.9',
        'unknown Store: no requests recorded, so 99.9 % is neither kept nor broken',
        'unknown Mail: the document leaves its objective open',
        'overview.md: no error budget is spent in the last 30 d.',
        '',
      ].join('\n'),
    );
  });

  it('fails while a budget is spent, with the reason, its place and what the document wants then', async () => {
    const { code, out } = await runCli(await shop([calm, outage]), ['gate']);
    expect(code).toBe(1);
    expect(out).toContain(
      'spent   Store: 3 of 1,000 requests were bad, and 99.9 % allows 1\n        overview.md:15:19\n',
    );
    expect(out).toContain('overview.md: 1 of 3 error budgets spent in the last 30 d.\n');
    expect(out).toContain('Error budget policy (overview.md:18): nothing new until the budget is back\n');
  });

  it('weighs by requests: a bad minute counts for as much as was asked in it', async () => {
    const at = Date.now() - 2 * day;
    const busy = { service: 'Store', good: 20_000, bad: 0 };
    expect((await runCli(await shop([{ ...outage, at }]), ['gate'])).code).toBe(1);
    expect((await runCli(await shop([{ ...outage, at }, busy]), ['gate'])).code).toBe(0);
  });

  it('looks no further back than the window', async () => {
    const root = await shop([{ ...outage, at: Date.now() - 3 * day }]);
    expect((await runCli(root, ['gate', '--window', '7d'])).code).toBe(1);
    const later = await runCli(root, ['gate', '--window', '2d']);
    expect(later.code).toBe(0);
    expect(later.out).toContain('unknown Store: no requests recorded');
    const old = await shop([{ ...outage, at: Date.now() - 31 * day }]);
    expect((await runCli(old, ['gate'])).code).toBe(0);
  });

  it('takes another ledger, and tells of services that no objective names', async () => {
    const root = await shop([calm, { service: 'Web', good: 1, bad: 0 }], 'kept/elsewhere');
    const { code, out } = await runCli(root, ['gate', 'overview.md', '--ledger', 'kept/elsewhere']);
    expect(code).toBe(0);
    expect(out).toContain('The ledger also counts what no objective names: Web.\n');
  });

  it('says plainly that nothing was ever counted', async () => {
    const root = await temporaryFolder({ 'docs/overview.md': objectives });
    const { code, out } = await runCli(root, ['gate', 'docs/overview.md']);
    expect(code).toBe(0);
    expect(out).toContain('unknown Desk: no requests recorded');
    expect(out).toContain('There is no ledger in docs/.asbuilt/ledger:');
  });
});

const recorded = z.strictObject({
  at: z.iso.datetime(),
  until: z.iso.datetime(),
  by: z.string(),
  reason: z.string(),
  overview: z.string(),
  windowMs: z.number(),
  spent: z.array(z.strictObject({ service: z.string(), objective: z.number(), requests: z.number(), bad: z.number() })),
});

async function overridesIn(root: string): Promise<z.infer<typeof recorded>[]> {
  const text = await readFile(join(root, '.asbuilt/ledger/overrides.jsonl'), 'utf8');
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => recorded.parse(JSON.parse(line)));
}

describe('an override of the gate', () => {
  it('lets pass, and records who did so, when and why', async () => {
    const root = await shop([outage]);
    await promisify(execFile)('git', ['init', '--quiet'], { cwd: root });
    await promisify(execFile)('git', ['config', 'user.name', 'On Call'], { cwd: root });
    await promisify(execFile)('git', ['config', 'user.email', 'on-call@example.org'], { cwd: root });
    const before = Date.now();
    const { code, out } = await runCli(root, ['gate', '--override', ' mends the outage\nitself ']);
    expect(code).toBe(0);
    expect(out).toContain('Overridden by On Call <on-call@example.org>: mends the outage itself\n');
    expect(out).toContain('Recorded in .asbuilt/ledger/overrides.jsonl.\n');
    await runCli(root, ['gate', '--override', 'again']);
    const [first, second] = await overridesIn(root);
    expect(first).toMatchObject({
      by: 'On Call <on-call@example.org>',
      reason: 'mends the outage\nitself',
      overview: 'overview.md',
      windowMs: 30 * day,
      spent: [{ service: 'Store', objective: 0.999, requests: 1000, bad: 3 }],
    });
    expect(Date.parse(first?.at ?? '')).toBeGreaterThanOrEqual(before);
    expect(second?.reason).toBe('again');
  });

  it('does not stand in the way of the ledger', async () => {
    const root = await shop([outage]);
    await runCli(root, ['gate', '--override', 'why']);
    await record(join(root, '.asbuilt/ledger'), [{ service: 'Store', good: 4_000, bad: 0 }]);
    expect((await runCli(root, ['gate'])).code).toBe(0);
  });

  it('holds for that time alone, or as long as it says, and only for the budgets that were spent then', async () => {
    const root = await shop([outage, calm]);
    expect((await runCli(root, ['gate', '--override', 'why'])).code).toBe(0);
    expect((await runCli(root, ['gate'])).code).toBe(1);
    expect((await runCli(root, ['gate', '--override', 'why', '--for', '1h'])).code).toBe(0);
    const later = await runCli(root, ['gate']);
    expect(later.code).toBe(0);
    const [, lasting] = await overridesIn(root);
    expect(Date.parse(lasting?.until ?? '') - Date.parse(lasting?.at ?? '')).toBe(day / 24);
    expect(later.out).toContain(`, until ${lasting?.until}: why\n`);
    await record(join(root, '.asbuilt/ledger'), [{ service: 'Desk', good: 0, bad: 100 }]);
    expect((await runCli(root, ['gate'])).code).toBe(1);
  });

  it('that is damaged lets nobody pass, and is named', async () => {
    const root = await shop([outage]);
    await writeFile(join(root, '.asbuilt/ledger/overrides.jsonl'), '{}\n');
    const { code, err } = await runCli(root, ['gate']);
    expect(code).toBe(2);
    expect(err).toContain('.asbuilt/ledger/overrides.jsonl:1 is no record of an override');
  });

  it('records nothing where nothing is spent', async () => {
    const root = await shop([calm]);
    const { code, out } = await runCli(root, ['gate', '--override', 'to be sure']);
    expect(code).toBe(0);
    expect(out).toContain('There is nothing to override, so nothing was recorded.\n');
    await expect(overridesIn(root)).rejects.toThrow('ENOENT');
  });

  it('is in the answer as JSON', async () => {
    const root = await shop([outage]);
    const plain = await runCli(root, ['gate', '--format', 'json']);
    expect(plain.code).toBe(1);
    expect(JSON.parse(plain.out)).toMatchObject({ file: 'overview.md', spent: 1 });
    expect(JSON.parse(plain.out)).not.toHaveProperty('override');
    const { code, out } = await runCli(root, ['gate', '--format', 'json', '--override', 'why']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ spent: 1, override: { reason: 'why' } });
  });
});

describe('what asbuilt gate cannot try', () => {
  it.each([
    [['gate', '--ledger', 'nowhere'], 'nowhere: there is no such folder.'],
    [['gate', '--window', '30'], '--window 30 is not a length of time'],
    [['gate', '--override', ' '], '--override needs a reason'],
    [['gate', '--for', '1d'], '--for is the time of an override'],
    [['gate', '--override', 'why', '--for', 'long'], '--for long is not a length of time'],
    [['gate', '--prometheus', 'localhost'], '--prometheus localhost is not the URL of a Prometheus'],
    [['gate', '--prometheus', 'http://a:b@localhost/'], '--prometheus has a password in it'],
    [['gate', '--prometheus', 'http://127.0.0.1:1/'], 'the Prometheus at http://127.0.0.1:1/ cannot be asked'],
    [['gate', '--format', 'xml'], '--format xml is not known here'],
    [['gate', 'nothing.md'], 'nothing.md: there is no such file'],
    [['gate', 'short.md'], 'short.md states no objective'],
  ])('%j', async (argv, said) => {
    const root = await temporaryFolder({ 'overview.md': objectives, 'short.md': '# Short\n' });
    const { code, err } = await runCli(root, argv);
    expect(code).toBe(2);
    expect(err).toContain(`asbuilt: ${said}`);
  });

  it('is a damaged ledger, of which it names the line', async () => {
    const root = await shop([calm]);
    const file = `slo-${new Date().toISOString().slice(0, 10)}.jsonl`;
    await writeFile(join(root, '.asbuilt/ledger', file), 'garbage\n');
    const { code, err } = await runCli(root, ['gate']);
    expect(code).toBe(2);
    expect(err).toBe(
      `asbuilt: .asbuilt/ledger/${file}:1 is no record of the SLO ledger: correct the line or remove it.\n`,
    );
  });
});
