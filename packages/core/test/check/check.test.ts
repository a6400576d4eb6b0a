import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statementsOf } from '#model/index';
import { check, type Finding, findingsJson, findingsText, type Rule, rules } from '../../src/check/index.ts';
import { fits } from '../../src/model/index.ts';
import { read, template } from '../../src/overview/index.ts';
import { subjectOf } from './subject.ts';

const rule = (name: string, findings: readonly [number, number][]): Rule => ({
  name,
  sentence: '',
  severity: 'warning',
  holds: [],
  check: (_subject, report) => {
    for (const [from, to] of findings) report({ message: '', span: { from, to } });
  },
});

const crash: Rule = {
  ...rule('falls-over', []),
  check: (_subject, report) => {
    report({ message: 'seen before', span: { from: 3, to: 4 } });
    throw new TypeError('no such thing');
  },
};

/** Pieces from which documents grow that look like overviews. */
const pieces = fc.constantFrom(
  '---\nstatus: draft\n---\n',
  '## 4. Key Services & Contracts\n\n| Service | Responsibility | Interface | Protocol |\n|---|---|---|---|\n| API | a | REST | HTTP |\n',
  '## 5. Data Flow\n\n**Request Flow:**\n1. User → API (x)\n2. API → [Service] (y)\n3. API → API\n',
  '## 8. Failure Modes\n\n| Failure | Impact | Mitigation | Timeout |\n|---|---|---|---|\n| API timeout | Low | | 0s |\n| Database down | | Retry | {{T}} |\n',
  '## 6. Caching\n\n| Layer | Technology | TTL | Use Case |\n|---|---|---|---|\n| CDN | x | 1h | Pages, user sessions |\n| Redis | | 0s | Query results |\n| Browser | | 5m | Pages |\n',
  '## 8. Failures & Timeouts\n\n| Failure | Impact | Mitigation | Timeout |\n|---|---|---|---|\n| API down | Critical | Retry (3×), retri, [x] | 2h |\n\n**Circuit Breaker:**\n- Open after 0 failures\n- Half-open after 30s\n',
  '## 9. Scaling\n\n**Load:** 300 rps\n\n**Capacity:**\n- API: 0 rps, 5 requests at a time, 0ms a request, pool of 20 connections\n- Database: at most 0 connections\n\n**Horizontal Scaling:**\n- API: 4–2 instances\n- Database: unlimited\n',
  '## 9. Scaling Plan\n\n**Auto-scaling Triggers:**\n- CPU > much\n- Memory > [x] for [y]\n',
  '## 11. Costs\n\n| Service | Cost |\n|---|---|\n| [x] | $1 |\n| **Total** | ~$999 |\n',
  '## 11b. SLOs\n\n| Service | SLO | Error Budget | Notes |\n|---|---|---|---|\n| API | 100% | 0% | ~0 min/month |\n',
  '## 12. File Map\n\n- `../../x` → y\n- `/%zz`\n',
  '## Links\n\n[a](#), [b](#%E0%A4%A), [c](x%00y), [d](//x)\n',
  '\u0000\u001B[31m\u202E\uD800',
  '| a | b |\n|--',
  '\r\n\t',
);
const documents = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 12 })
  .map((parts) => parts.join(''));

const isSpeechless = (finding: Finding): boolean => finding.help === undefined || finding.message === '';

describe('check', () => {
  it('sorts findings by place, and at one place by the order of the rules', () => {
    const found = check(subjectOf('a document'), [
      rule('second', [[5, 6]]),
      rule('third', [
        [5, 6],
        [0, 9],
      ]),
      rule('first', [[5, 5]]),
    ]);
    expect(found.map((finding) => [finding.rule, finding.span.from])).toEqual([
      ['third', 0],
      ['first', 5],
      ['second', 5],
      ['third', 5],
    ]);
  });

  it('puts findings in other files after those in the overview', () => {
    const elsewhere: Rule = {
      ...rule('elsewhere', []),
      check: (_subject, report) => report({ message: '', span: { from: 0, to: 1 }, file: 'a.yml' }),
    };
    const found = check(subjectOf('a document'), [elsewhere, rule('here', [[7, 8]])]);
    expect(found.map((finding) => finding.rule)).toEqual(['here', 'elsewhere']);
  });

  it('turns a rule that throws into a finding that names it, and keeps the findings of all others', () => {
    const found = check(subjectOf('a document'), [crash, rule('well', [[1, 2]])]);
    expect(found.map((finding) => finding.rule)).toEqual(['rule-crashed', 'well', 'falls-over']);
    expect(found[0]).toMatchObject({ severity: 'error', message: expect.stringContaining('falls-over') });
    expect(found[0]?.message).toContain('TypeError: no such thing');
  });

  it('finds nothing in an empty document', () => {
    expect(check(subjectOf(''))).toEqual([]);
  });

  it('never throws, whatever the text, and points only into the text', () => {
    fc.assert(
      fc.property(documents, fc.boolean(), (text, withFiles) => {
        const subject = subjectOf(text, withFiles ? { files: [] } : {});
        const found = check(subject);
        expect(found.filter((finding) => finding.rule === 'rule-crashed')).toEqual([]);
        for (const { span } of found.flatMap((finding) => [finding, ...finding.notes])) {
          expect(span.from).toBeGreaterThanOrEqual(0);
          expect(span.to).toBeGreaterThanOrEqual(span.from);
          expect(span.to).toBeLessThanOrEqual(text.length);
        }
        expect(() => findingsText('overview.md', text, found)).not.toThrow();
        expect(findingsJson('overview.md', text, found).findings).toHaveLength(found.length);
      }),
      { numRuns: 500 },
    );
  });

  it('says of every finding what to do next', () => {
    fc.assert(
      fc.property(documents, (text) => {
        expect(check(subjectOf(text, { files: [] })).filter(isSpeechless)).toEqual([]);
      }),
    );
  });
});

/** Rows of a table: 120 names that are like no other. */
const rows = (ending: string): string =>
  Array.from({ length: 120 }, (_, index) => `| Shop${String(index).padStart(3, '0')}${ending} | 99% |`).join('\n');

describe('names-agree', () => {
  it('looks for what was meant for the first hundred unknown names, and reports the others without it', () => {
    const services = `## Services\n\n| Service | Responsibility |\n|---|---|\n${rows('st').replaceAll('99%', 'sells')}\n`;
    const text = `${services}\n## SLOs\n\n| Service | SLO |\n|---|---|\n${rows('ts')}\n`;
    const found = check(subjectOf(text)).filter((finding) => finding.rule === 'names-agree');
    expect(found.map(({ severity }) => severity)).toEqual([
      ...Array.from({ length: 100 }, () => 'error'),
      ...Array.from({ length: 20 }, () => 'warning'),
    ]);
    expect(found[0]?.message).toContain('did you mean Shop000st?');
  });
});

describe('the rules', () => {
  it('have a name of their own each', () => {
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });

  it('constrain statements that there are', () => {
    const ids = [template, whole].flatMap((text) => statementsOf(read(text).overview).map(({ id }) => id));
    const idle = rules.flatMap(({ name, holds }) =>
      holds.filter((pattern) => !ids.some((id) => fits(id, pattern))).map((pattern) => `${name}: ${pattern}`),
    );
    expect(idle).toEqual([]);
  });
});

/** A document that states at least one value of each kind that a rule looks at. */
const whole = `---
status: draft
includes: [services.md]
project_profile:
  http_port: 8080
---

## 1. Context Capsule

- **Default ports:** HTTP=8080

## 2. References & Inputs

- Plan: \`docs/plan.md\`

## 4. Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---------|----------------|-----------|----------|
| API | Orders | REST | HTTP |

## 5. Data Flow

**Request Flow:**
1. User → API (request)

**Background Jobs:**
- Queue system: Redis
- Job types: receipts
- Processing: two workers

## 6. Caching Strategy

| Layer | Technology | TTL | Use Case |
|-------|------------|-----|----------|
| Application | Redis | 15m | Query results |

**Cache Invalidation:**
- On data updates (immediate)

## 7. Observability

**Metrics:**
- Application metrics: Prometheus

## 8. Failure Modes & Timeouts

| Failure | Impact | Mitigation | Timeout |
|---------|--------|------------|---------|
| API down | High | Retry (3×), page somebody | 5s |

**Circuit Breaker:**
- Open after 5 consecutive failures
- Half-open after 30s
- Close after 1 successful request

## 9. Scaling Plan

**Horizontal Scaling:**
- API: 2–4 instances
- Web: unlimited
- Store: read replicas

**Vertical Scaling:**
- API: 2 cores, 4GB RAM, pool of 20 connections

**Load:**
- API: 300 requests per second

**Capacity:**
- API: 150 requests per second, 50 requests at a time, 40ms a request
- Database: at most 100 connections

**Auto-scaling Triggers:**
- CPU > 70% for 5 minutes

## 11. Cost Notes

| Service | Tier | Cost |
|---------|------|------|
| API | 2 × 4 core, 8GB | $40 |

## 11a. Threat Modeling Checklist

| Threat | Mitigation | Status |
|--------|------------|--------|
| SQL injection | Parameters | ☐ Covered |

## 11b. SLO Error Budgets

| Service | SLO | Error Budget | Notes |
|---------|-----|--------------|-------|
| API | 99.9% uptime | 0.1% downtime/month | ~43 min/month |

## 12. File Map & Artifacts

- \`/docs/architecture.md\` (new) → must exist

**Artifacts required:**
- SLOs table → saved at \`output/slos-table.md\`

## Links

**Related:** [Plan](docs/plan.md)
`;
