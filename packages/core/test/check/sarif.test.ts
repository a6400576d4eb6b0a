import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { type CheckedDocument, type Rule, rules, type SarifTool, sarifLog } from '../../src/check/index.ts';
import { awkward, awkwardProfile, checkedDocument } from './checked.ts';
// The schema of the standard (2.1.0-rtm.5) without its descriptions, its draft 4 `id` written as `$id`.
import schema from './sarif-schema-2.1.0.json' with { type: 'json' };

// One of its patterns is none with the flag `u`.
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
ajv.addFormat('uri', (text) => URL.canParse(text));
ajv.addFormat('uri-reference', (text) => URL.canParse(text, 'https://example.org/'));
ajv.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text)));
const isValid = ajv.compile(schema);

const tool: SarifTool = {
  version: '1.2.3',
  rules,
  page: (rule) => ({ markdown: `# ${rule}`, uri: `https://example.org/${rule}.md` }),
};

const broken = (): CheckedDocument => checkedDocument(awkward, { profile: awkwardProfile });

function faults(log: unknown): unknown[] {
  return isValid(log) ? [] : (isValid.errors ?? ['it is not valid']);
}

function prints(document: CheckedDocument): string[] {
  return sarifLog([document], tool).runs.flatMap(({ results }) =>
    results.map(({ partialFingerprints }) => partialFingerprints['asbuilt/v1'] ?? ''),
  );
}

describe('findings as SARIF', () => {
  it('are valid by the schema of the standard, with findings, without any, and when something could not be tried', () => {
    for (const log of [
      sarifLog([broken()], tool),
      sarifLog([], tool),
      sarifLog([checkedDocument('')], { ...tool, failures: ['a.md: there is no such file.'] }),
    ]) {
      expect(faults(log)).toEqual([]);
    }
  });

  it('are refused by that schema when they are wrong', () => {
    const log = sarifLog([broken()], tool);
    expect(isValid({ ...log, version: '2.0.0' })).toBe(false);
    expect(isValid({ ...log, runs: [{ ...log.runs[0], columnKind: 'bytes' }] })).toBe(false);
  });

  it('name rule, level, place, the other places and the repairs', () => {
    const [run] = sarifLog([broken()], tool).runs;
    const result = run?.results.find(({ ruleId }) => ruleId === 'costs-add-up');
    expect(run?.tool.driver.rules[result?.ruleIndex ?? -1]).toMatchObject({
      id: 'costs-add-up',
      defaultConfiguration: { level: 'error' },
      helpUri: 'https://example.org/costs-add-up.md',
      help: { markdown: '# costs-add-up' },
    });
    const region = { startLine: 13, startColumn: 17, endLine: 13, endColumn: 29 };
    expect(result).toMatchObject({
      level: 'error',
      message: { text: expect.stringContaining('The total says $1,100/month') },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'overview.md' }, region } }],
      relatedLocations: [{ id: 1, message: { text: expect.stringContaining('costs $40/month') } }],
      fixes: [
        {
          description: { text: 'Write $40 as the total' },
          artifactChanges: [
            {
              artifactLocation: { uri: 'overview.md' },
              replacements: [
                {
                  deletedRegion: { startLine: 13, startColumn: 18, endLine: 13, endColumn: 23 },
                  insertedContent: { text: '40' },
                },
              ],
            },
          ],
          properties: { safe: true },
        },
      ],
    });
  });

  it('point into the profile where the fault is there', () => {
    const [run] = sarifLog([broken()], tool).runs;
    const result = run?.results.find(({ ruleId }) => ruleId === 'profile-is-valid');
    expect(result?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'confer-agent.profile.yml' },
      region: { startLine: 2, startColumn: 1, endLine: 2, endColumn: 11 },
    });
  });

  it('keep their fingerprints while the text around them moves, and have one each', () => {
    const before = prints(broken());
    const moved = awkward.replace('## 11. Cost', 'A new paragraph.\n\n## 11. Cost');
    expect(prints(checkedDocument(moved, { profile: awkwardProfile }))).toEqual(before);
    expect(new Set(before).size).toBe(before.length);
    expect(before.every((print) => /^[0-9a-f]{16}$/.test(print))).toBe(true);
  });

  it('tell two findings of the same line and text apart', () => {
    const twice = { ...broken(), findings: broken().findings.flatMap((finding) => [finding, finding]) };
    expect(new Set(prints(twice)).size).toBe(twice.findings.length);
  });

  it('encode paths as references, and list a rule that crashed', () => {
    const crashing: Rule = {
      name: 'crashing',
      sentence: 'A rule that throws',
      severity: 'error',
      holds: [],
      check: () => {
        throw new Error('out of luck');
      },
    };
    const document = { ...checkedDocument('', {}, [crashing]), file: 'docs/über a%b#c.md' };
    const log = sarifLog([document, { ...document, file: '/srv/a b.md' }], tool);
    expect(faults(log)).toEqual([]);
    const uris = log.runs[0]?.results.map(({ locations }) => locations[0]?.physicalLocation.artifactLocation.uri);
    expect(uris).toEqual(['docs/%C3%BCber%20a%25b%23c.md', 'file:///srv/a%20b.md']);
    expect(log.runs[0]?.results[0]?.ruleIndex).toBe(rules.length);
    expect(log.runs[0]?.tool.driver.rules.at(-1)?.id).toBe('rule-crashed');
  });
});
