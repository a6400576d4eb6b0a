import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { objectives, record } from '../gate/recorded.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

async function shop(): Promise<string> {
  const root = await temporaryFolder({ 'overview.md': objectives });
  await record(join(root, '.asbuilt/ledger'), [
    { service: 'Desk', good: 1_995, bad: 5 },
    { service: 'Store', good: 1, bad: 1 },
  ]);
  return root;
}

describe('asbuilt slo', () => {
  it('shows what is left of each budget, and is content also when one is spent', async () => {
    const { code, out, err } = await runCli(await shop(), ['slo']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      [
        'overview.md: error budgets of the last 30 d',
        '',
        'Service  Objective    Requests  Bad  Available  Budget used  Left',
        'Desk     99 %         2,000     5    99.75 %    25 %         5 h 24 min',
        'Store    99.9 %       2         1    50 %       50,000 %     spent',
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
          line: 15,
          column: 19,
        },
        { service: 'Mail', state: 'undecided', line: 16, column: 10 },
      ],
    });
  });

  it('says of whom nothing is known, and why', async () => {
    const root = await temporaryFolder({ 'overview.md': objectives });
    const { code, out } = await runCli(root, ['slo']);
    expect(code).toBe(0);
    expect(out).toMatch(/^Desk +99 % +no requests recorded$/m);
    expect(out).toContain('There is no ledger in .asbuilt/ledger: asbuilt up counts requests');
  });
});
