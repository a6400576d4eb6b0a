import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check, editsByFile, type Finding, rules, safeRepairs } from '../../src/check/index.ts';
import { applyEdits } from '../../src/overview/index.ts';
import { profileFile, subjectOf } from './subject.ts';

const folder = new URL('rules/', import.meta.url);
const documents = rules.flatMap(({ name }) =>
  readdirSync(new URL(`${name}/`, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${name}/${basename(file, '.md')}`),
);

function read(path: string): string | undefined {
  const file = new URL(path, folder);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

interface Document {
  readonly text: string;
  readonly profile: string | undefined;
}

function findingsIn({ text, profile }: Document): Finding[] {
  return check(subjectOf(text, profile === undefined ? {} : { profile }));
}

function repaired({ text, profile }: Document, findings: readonly Finding[]): Document {
  const edits = editsByFile(safeRepairs(findings));
  return {
    text: applyEdits(text, edits.get('') ?? []),
    profile: profile === undefined ? profile : applyEdits(profile, edits.get(profileFile) ?? []),
  };
}

const repairable = (findings: readonly Finding[]): number => safeRepairs(findings).length;

const errors = (some: readonly Finding[]): number => some.filter(({ severity }) => severity === 'error').length;

const finding = (from: number, to: number, safe = true): Finding => ({
  rule: 'a-rule',
  severity: 'error',
  message: 'No',
  span: { from, to },
  notes: [],
  repairs: [{ title: 'Mend', edits: [{ span: { from, to }, text: 'x' }], safe }],
});

/** A document after one round of repairs. */
function mended(text: string, profile?: string): string {
  const document = { text, profile };
  return repaired(document, findingsIn(document)).text;
}

const costs = (total: string): string => `## Cost

| Service | Tier | Cost |
|---|---|---|
| A | s | $1,000 |
| B | s | $30.50 |
| **Total** | | ${total} |
`;

const slo = (budget: string, minutes: string): string => `## 11b. SLO Error Budgets

| Service | SLO | Error Budget | Notes |
|---|---|---|---|
| API | 99.5% | ${budget} | ${minutes} |
`;

describe('the safe repairs', () => {
  it('are there for several rules', () => {
    const applied = documents.flatMap((path) =>
      safeRepairs(findingsIn({ text: read(`${path}.md`) ?? '', profile: read(`${path}.profile.yml`) })),
    );
    const repairing = new Set(applied.map((one) => one.finding.rule));
    expect([...repairing]).toEqual(
      expect.arrayContaining(['budget-arithmetic-holds', 'costs-add-up', 'placeholders-are-resolved', 'ports-agree']),
    );
  });

  it.each(documents)('mend what they are for within a few rounds, and break nothing: %s', (path) => {
    let document: Document = { text: read(`${path}.md`) ?? '', profile: read(`${path}.profile.yml`) };
    const before = findingsIn(document);
    let findings = before;
    for (let round = 0; repairable(findings) > 0; round += 1) {
      expect(round).toBeLessThan(5);
      document = repaired(document, findings);
      findings = findingsIn(document);
    }
    expect(errors(findings)).toBeLessThanOrEqual(errors(before));
    expect(findings.length < before.length || repairable(before) === 0).toBe(true);
  });

  it('are applied whole, and wait for the next round where they touch an earlier one', () => {
    const applied = safeRepairs([finding(0, 4), finding(4, 6), finding(5, 9), finding(20, 22, false)]);
    expect(applied.map((one) => one.finding.span.from)).toEqual([0, 5]);
  });
});

describe('a repair writes only what is wrong', () => {
  it('in a total, with its marks and its month', () => {
    expect(mended(costs('**~$1,200 / mo**'))).toBe(costs('**~$1,030.50 / mo**'));
  });

  it('in minutes, in the unit that they are written in', () => {
    expect(mended(slo('0.5%', '3 hours/month'))).toBe(slo('0.5%', '3.6 hours/month'));
    expect(mended(slo('0.5%', '~43 min/month'))).toBe(slo('0.5%', '~216 min/month'));
  });

  it('but not in minutes whose budget contradicts the objective too: nobody knows which is right', () => {
    expect(mended(slo('0.1%', '43 min/month'))).toBe(slo('0.1%', '43 min/month'));
  });

  it('in a port, with its quotes, where the profile says the right one', () => {
    const text = '---\nproject_profile:\n  http_port: "4811" # public\n---\n';
    expect(mended(text, 'http_port: 4810\n')).toBe(text.replace('4811', '4810'));
    const contradicting = `${text}\n## Context Capsule\n\n- **Default ports:** HTTP=3000\n`;
    expect(mended(contradicting)).toBe(contradicting);
  });

  it('in an exception that excepts nothing: the comment, and the line that it stands alone on', () => {
    const note = '<!-- asbuilt-ignore costs-add-up: the contract is in it -->';
    expect(mended(`# A\n\n${note}\nText\n`)).toBe('# A\n\nText\n');
    expect(mended(`# A\n\nText ${note}\nmore\n`)).toBe('# A\n\nText\nmore\n');
    expect(mended(`# A\n\nText ${note} goes on\n`)).toBe('# A\n\nText  goes on\n');
    expect(mended(`# A\n\n${note}`)).toBe('# A\n\n');
  });
});
