import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { type CheckedDocument, junitXml, rules } from '../../src/check/index.ts';
import { awkward, awkwardProfile, checkedDocument } from './checked.ts';

const names = rules.map(({ name }) => name);
const broken = (): CheckedDocument => checkedDocument(awkward, { profile: awkwardProfile });

/** Throws when the text is no well-formed XML. */
function parse(xml: string): Document {
  return new JSDOM(xml, { contentType: 'application/xml' }).window.document;
}

describe('findings as a JUnit report', () => {
  it('are a suite a document and a case a rule, of which those with errors fail', () => {
    const page = parse(junitXml([broken(), { ...checkedDocument(''), file: 'other.md' }], names));
    const suites = [...page.querySelectorAll('testsuites > testsuite')];
    expect(suites.map((suite) => suite.getAttribute('name'))).toEqual(['overview.md', 'other.md']);
    for (const suite of suites) {
      expect([...suite.querySelectorAll('testcase')].map((one) => one.getAttribute('name'))).toEqual(names);
      expect(Number(suite.getAttribute('tests'))).toBe(names.length);
      expect(Number(suite.getAttribute('failures'))).toBe(suite.querySelectorAll('failure').length);
    }
    const failed = page.querySelector('testcase[name="costs-add-up"] > failure');
    expect(failed?.getAttribute('message')).toContain('The total says $1,100/month');
    expect(failed?.textContent).toContain(' 13 │ | **Total** | | $1,100/month |\n');
    expect(page.documentElement.getAttribute('tests')).toBe(String(2 * names.length));
  });

  it('let a case with warnings alone pass, and say them', () => {
    const warned = checkedDocument(
      '---\nstatus: draft\n---\n\n# [project-name]\n\n## 3. Key Services\n\n| Service | Responsibility |\n|---|---|\n| API | [what it does] |\n',
    );
    expect(warned.findings.every(({ severity }) => severity !== 'error')).toBe(true);
    const page = parse(junitXml([warned], names));
    expect(page.querySelectorAll('failure')).toHaveLength(0);
    expect(page.querySelector('testcase[name="decisions-are-made"] > system-out')?.textContent).toContain('warning');
  });

  it('are well-formed XML whatever the document says', () => {
    const hostile = { ...broken(), file: 'a"<&>\u0000\uFFFE.md' };
    const findings = hostile.findings.map((one) => ({
      ...one,
      message: `]]> ${String.fromCharCode(0xd8_00)}\u001B <x>`,
    }));
    const page = parse(junitXml([{ ...hostile, findings }], names));
    expect(page.querySelector('testsuite')?.getAttribute('name')).toBe('a"<&>\uFFFD\uFFFD.md');
    expect(page.querySelector('failure')?.getAttribute('message')).toContain(']]> \uFFFD\uFFFD <x>');
  });
});
