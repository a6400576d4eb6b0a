import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../../../runtime/src/ledger/ledger.ts';
import { objectives, record } from '../gate/recorded.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const hour = 3_600_000;

async function shop(): Promise<string> {
  const root = await temporaryFolder({ 'overview.md': objectives });
  await record(join(root, '.asbuilt/ledger'), [
    { service: 'Desk', good: 1_995, bad: 5 },
    { service: 'Store', good: 1, bad: 1 },
  ]);
  return root;
}

/** Those of the SRE workbook, in proportion to a day. */
const pairs = [
  { severity: 'page', factor: 2.88, longMinutes: 10, shortMinutes: 2 },
  { severity: 'page', factor: 6, longMinutes: 12, shortMinutes: 2 },
  { severity: 'ticket', factor: 3, longMinutes: 48, shortMinutes: 4 },
  { severity: 'ticket', factor: 1, longMinutes: 144, shortMinutes: 12 },
];

describe('asbuilt slo', () => {
  it('shows what is left of each budget, and is content also when one is spent', async () => {
    const { code, out, err } = await runCli(await shop(), ['slo']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      [
        'overview.md: error budgets of the last 30 d',
        '',
        'Service  Objective    Requests  Bad  Available  Budget used  Left        Burns',
        'Desk     99 %         2,000     5    99.75 %    25 %         5 h 24 min  0.25 ×',
        'Store    99.9 %       2         1    50 %       50,000 %     spent       500 × page (14.4 × in 1 h and 5 min)',
        'Mail     not decided',
        '',
      ].join('\n'),
    );
  });

  it('says the same as JSON, with the places in the document', async () => {
    const { code, out } = await runCli(await shop(), ['slo', '--format', 'json', '--window', '1d']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      file: 'overview.md',
      ledger: '.asbuilt/ledger',
      windowMs: 86_400_000,
      spent: 1,
      policy: 'nothing new until the budget is back',
      budgets: [
        {
          service: 'Desk',
          state: 'within',
          objective: 0.99,
          requests: 2_000,
          bad: 5,
          allowed: 20,
          availability: 0.9975,
          used: 0.25,
          leftMinutes: expect.closeTo(10.8, 6),
          burns: [2, 2, 2, 2].map(() => expect.objectContaining({ long: 0.25, short: 0.25, fires: false })),
          line: 14,
          column: 10,
        },
        {
          service: 'Store',
          state: 'spent',
          objective: 0.999,
          requests: 2,
          bad: 1,
          allowed: 0.002,
          availability: 0.5,
          used: 500,
          leftMinutes: 0,
          alarm: 'page',
          burns: pairs.map((pair) => ({ ...pair, long: 500, short: 500, fires: true })),
          line: 15,
          column: 19,
        },
        { service: 'Mail', state: 'undecided', line: 16, column: 10 },
      ],
    });
  });

  it('warns as the SRE workbook has it: fast burning at once, slow burning later, and none that is over', async () => {
    const root = await temporaryFolder({ 'overview.md': objectives });
    const now = Date.now();
    await record(join(root, '.asbuilt/ledger'), [
      { service: 'Desk', good: 85, bad: 15, at: now - 8 * hour },
      { service: 'Desk', good: 900, bad: 0 },
      { service: 'Store', good: 9_960, bad: 40, at: now - 10 * hour },
      { service: 'Store', good: 9_960, bad: 40 },
    ]);
    const { out } = await runCli(root, ['slo']);
    expect(out).toMatch(/^Desk .* spent +0 ×$/m);
    expect(out).toMatch(/^Store .* 4 × ticket \(3 × in 1 d and 2 h\)$/m);
  });

  it('says that calls of drills are in no budget', async () => {
    const root = await shop();
    const ledger = await openLedger({
      directory: join(root, '.asbuilt/ledger'),
      now: Date.now,
      onError: console.error,
    });
    for (let index = 0; index < 12; index += 1) ledger.recordDrill('Desk', false, Date.now());
    await ledger.close();
    const { out } = await runCli(root, ['slo']);
    expect(out).toMatch(/^Desk +99 % +2,000 +5 /m);
    expect(out).toContain('Calls of drills are in no budget: 12 of Desk.\n');
    const json = await runCli(root, ['slo', '--format', 'json']);
    expect(JSON.parse(json.out)).toMatchObject({ budgets: [{ service: 'Desk', drilled: 12, bad: 5 }, {}, {}] });
  });

  it('says of whom nothing is known, and why', async () => {
    const root = await temporaryFolder({ 'overview.md': objectives });
    const { code, out } = await runCli(root, ['slo']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Desk +99 % +no requests recorded$/m);
    expect(out).toContain('There is no ledger in .asbuilt/ledger: asbuilt up counts requests');
  });
});
