import { describe, expect, it } from 'vitest';
import { type Finding, githubAnnotations } from '../../src/check/index.ts';
import { awkward, awkwardProfile, checkedDocument } from './checked.ts';

const annotationOf = (finding: Partial<Finding>, file = 'overview.md', text = 'one\ntwo\n'): string =>
  githubAnnotations([
    {
      file,
      text,
      findings: [{ rule: 'a-rule', severity: 'error', message: 'No', span: { from: 4, to: 7 }, notes: [], ...finding }],
      others: new Map(),
    },
  ]);

describe('findings as annotations of GitHub', () => {
  it('are one line each, with place, rule and next step', () => {
    expect(annotationOf({ help: 'Mend it.' })).toBe(
      '::error file=overview.md,line=2,endLine=2,col=1,endColumn=3,title=a-rule::No%0AMend it.\n',
    );
  });

  it('have the three levels that GitHub knows', () => {
    const levels = (['error', 'warning', 'info'] as const).map((severity) => annotationOf({ severity }).split(' ')[0]);
    expect(levels).toEqual(['::error', '::warning', '::notice']);
  });

  it('escape what would end a property or a line', () => {
    expect(annotationOf({ message: '100 %\r\n::error::x' }, 'a,b:c%.md')).toBe(
      '::error file=a%2Cb%3Ac%25.md,line=2,endLine=2,col=1,endColumn=3,title=a-rule::100 %25%0D%0A::error::x\n',
    );
  });

  it('leave columns out where a finding takes several lines', () => {
    expect(annotationOf({ span: { from: 0, to: 7 } })).toBe(
      '::error file=overview.md,line=1,endLine=2,title=a-rule::No\n',
    );
  });

  it('name the profile where the fault is there', () => {
    const printed = githubAnnotations([checkedDocument(awkward, { profile: awkwardProfile })]);
    expect(printed).toContain('::error file=confer-agent.profile.yml,line=2,endLine=2,col=1,endColumn=10,');
  });
});
