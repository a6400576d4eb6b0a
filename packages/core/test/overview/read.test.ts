import { describe, expect, it } from 'vitest';
import { modelJson } from '#overview/json';
import { read } from '#overview/read';
import { template } from '#overview/template';

/** What a section states, as plain data. */
function stated(...lines: readonly string[]): ReturnType<typeof modelJson> {
  return modelJson(read(lines.join('\n')));
}

describe('the reader', () => {
  it('reads the front matter as a task', () => {
    const { task } = stated(
      '---',
      'task_id: uuid-here',
      'status: in_progress',
      'labels: [a, "b"]',
      'project_profile:',
      '  http_port: "{{HTTP_PORT}}"',
      '  db: pg',
      '---',
    );
    expect(task).toEqual({
      taskId: { hole: 'auto', text: 'uuid-here' },
      status: 'in_progress',
      labels: ['a', 'b'],
      includes: [],
      profile: { httpPort: { hole: 'token', text: '{{HTTP_PORT}}' }, frameworks: [], db: 'pg' },
    });
  });

  it('reads a token without quotes, which is a map for YAML', () => {
    expect(stated('---', 'project_profile:', '  http_port: {{HTTP_PORT}}', '---').task.profile?.httpPort).toEqual({
      hole: 'token',
      text: '{{HTTP_PORT}}',
    });
  });

  it('reads the context capsule', () => {
    const { capsule } = stated(
      '## 1. Context Capsule',
      '- **Project:** Harbour',
      '- **Default ports:** HTTP=8080 (from the profile)',
      '- **Frameworks:** Frontend=Svelte@5, Backend=[name@ver]',
      '- **DB/ORM:** [e.g., Postgres + Kysely]',
      '- **Secrets location (local only):** `[project-name]/secrets/.env`',
      '- **Project profile:** `./a.profile.yml` (and `./a.profile.local.yml`)',
    );
    expect(capsule).toEqual({
      project: 'Harbour',
      httpPort: 8080,
      frameworks: [
        { part: 'Frontend', framework: 'Svelte@5' },
        { part: 'Backend', framework: { hole: 'decision', text: '[name@ver]' } },
      ],
      database: { hole: 'decision', text: '[e.g., Postgres + Kysely]', options: ['Postgres + Kysely'] },
      secrets: { hole: 'decision', text: '[project-name]/secrets/.env' },
      profiles: ['./a.profile.yml', './a.profile.local.yml'],
      nonNegotiables: [],
    });
  });

  it('reads services whatever their columns are called and in whatever order', () => {
    const { services } = stated(
      '## Services',
      '| Protocol | Component | Extra | Description |',
      '|---|---|---|---|',
      '| HTTP | **Gate** | x | Lets ships in |',
    );
    expect(services).toEqual([{ name: 'Gate', responsibility: 'Lets ships in', protocol: 'HTTP' }]);
  });

  it('takes no services from a table of something else', () => {
    expect(stated('## Services', '| Ship | Length |', '|---|---|', '| Anna | 30 m |').services).toEqual([]);
    expect(stated('## Ships', '| Service | Protocol |', '|---|---|', '| Tug | HTTP |').services).toEqual([]);
  });

  it('takes a table wherever its columns tell whose it is', () => {
    const said = stated(
      '## Architecture',
      '| Service | Language | Description |',
      '|---|---|---|',
      '| [cart](/src/cart) | C# | Keeps the carts |',
      '## Reliability',
      '| Service | SLO |',
      '|---|---|',
      '| cart | 99.9 % |',
      '## Notes',
      '| Failure mode | Mitigation | Timeout |',
      '|---|---|---|',
      '| cart down | Retry | 2s |',
    );
    expect(said.services).toEqual([{ name: 'cart', responsibility: 'Keeps the carts' }]);
    expect(said.slos).toMatchObject([{ service: 'cart', objective: 0.999 }]);
    expect(said.failures).toMatchObject([{ service: 'cart', timeoutMs: 2_000 }]);
  });

  it('leaves a table to its section, or to nobody, where its columns could be those of two', () => {
    const rows = ['| Service | Description | Cost |', '|---|---|---|', '| Desk | small | $5 |'];
    expect(stated('## Notes', ...rows)).toMatchObject({ services: [], costs: [] });
    expect(stated('## Costs', ...rows)).toMatchObject({ services: [], costs: [{ service: 'Desk', usdPerMonth: 5 }] });
  });

  it('reads lists where others write tables', () => {
    const said = stated(
      '## Services',
      '- **Desk** (web) – takes parcels in',
      '* `Store`: knows where they lie',
      '- plain: is prose',
      '## SLOs',
      '- Desk: ≥ 99,9 % of requests',
      '1. **Store** — 99.95% uptime',
      '- Desk: page someone at 50% of the budget',
      '## Costs',
      '- Desk: $40/month',
      '- Store – costs much',
      '',
      '**Total:** ~$40/month',
    );
    expect(said.services).toEqual([
      { name: 'Desk', responsibility: 'takes parcels in' },
      { name: 'Store', responsibility: 'knows where they lie' },
    ]);
    expect(said.slos).toEqual([
      { service: 'Desk', objective: 0.999 },
      { service: 'Store', objective: 0.9995 },
    ]);
    expect([said.costs, said.costTotalUsdPerMonth]).toEqual([[{ service: 'Desk', usdPerMonth: 40 }], 40]);
  });

  it('reads the steps of the flow with any arrow', () => {
    const { flows } = stated(
      '## Data Flow',
      '**Request Flow:**',
      '1. User → Gate (asks)',
      '2. Gate -> Store',
      '3. Store => Gate (rows, of ships)',
      '4. not a step',
    );
    expect(flows).toEqual([
      { step: 1, from: 'User', to: 'Gate', label: 'asks' },
      { step: 2, from: 'Gate', to: 'Store' },
      { step: 3, from: 'Store', to: 'Gate', label: 'rows, of ships' },
    ]);
  });

  it('reads background jobs from the data flow or from a section of their own', () => {
    const jobs = {
      queue: { hole: 'decision', text: '[Redis/BullMQ/etc.]', options: ['Redis', 'BullMQ'] },
      types: ['mail', 'reports'],
      processing: [],
    };
    const lines = ['- Queue system: [Redis/BullMQ/etc.]', '- Job types: mail, reports'];
    expect(stated('## 5. Data Flow', '**Background Jobs:**', ...lines).jobs).toEqual(jobs);
    expect(stated('## Background Jobs', ...lines).jobs).toEqual(jobs);
  });

  it('reads cache layers and what empties them', () => {
    const { caches, invalidations } = stated(
      '## 6. Caching Strategy',
      '| Layer | Technology | TTL | Use Case |',
      '|---|---|---|---|',
      '| CDN | Fastly | 1.5h | Files |',
      '| Browser | Memory | Session | [what] |',
      '| Odd | x | half an hour | y |',
      '',
      '**Cache Invalidation:**',
      '- On data updates (immediate)',
      '- Time-based expiration (TTL)',
      '- Manual purge when needed',
    );
    expect(caches).toEqual([
      { layer: 'CDN', technology: 'Fastly', ttlMs: 5_400_000, useCase: 'Files' },
      { layer: 'Browser', technology: 'Memory', ttl: 'session', useCase: { hole: 'decision', text: '[what]' } },
      { layer: 'Odd', technology: 'x', useCase: 'y' },
    ]);
    expect(invalidations).toEqual([{ on: 'update', immediate: true }, { on: 'time' }, { on: 'hand' }]);
  });

  it('reads failures with their mitigations, and the breaker', () => {
    const { failures, breaker } = stated(
      '## 8. Failure Modes & Timeouts',
      '| Failure | Impact | Mitigation | Timeout |',
      '|---|---|---|---|',
      '| Store service down | Critical | Cached tokens, circuit breaker, prayer | 2 minutes |',
      '',
      '**Circuit Breaker:**',
      '- Open after 3 consecutive failures',
      '- Half-open after 10s',
      '- Close after successful request',
    );
    expect(failures).toEqual([
      {
        scenario: 'Store service down',
        service: 'Store',
        impact: 'critical',
        mitigations: ['cached-tokens', 'circuit-breaker'],
        measures: ['prayer'],
        timeoutMs: 120_000,
      },
    ]);
    expect(breaker).toEqual({ opensAfterFailures: 3, halfOpenAfterMs: 10_000, closesAfterSuccesses: 1 });
  });

  it('reads the scaling plan', () => {
    const { scaling } = stated(
      '## Scaling Plan',
      '**Horizontal Scaling:**',
      '- Gate: on CPU (2–10 instances)',
      '- Pages: without bound (unlimited)',
      '- Store: read replicas for reading',
      '- Tug: 3 instances',
      '',
      '**Vertical Scaling:**',
      '- Gate instances: Start with 2 CPU cores, 4GB RAM',
      '- Store: 8 vCPU, 16 GiB',
      '',
      '**Auto-scaling Triggers:**',
      '- CPU > 70% for 5 minutes',
      '- Request rate > [threshold] for 30s',
    );
    expect(scaling).toEqual({
      horizontal: [
        { service: 'Gate', minInstances: 2, maxInstances: 10 },
        { service: 'Pages', unbounded: true },
        { service: 'Store', readReplicas: true },
        { service: 'Tug', minInstances: 3, maxInstances: 3 },
      ],
      vertical: [
        { service: 'Gate', cpuCores: 2, memoryBytes: 4e9 },
        { service: 'Store', cpuCores: 8, memoryBytes: 16 * 2 ** 30 },
      ],
      triggers: [
        { metric: 'cpu', above: 0.7, forMs: 300_000 },
        { metric: 'request-rate', above: { hole: 'decision', text: '[threshold]' }, forMs: 30_000 },
      ],
      loads: [],
      capacities: [],
    });
  });

  it('reads costs and keeps the total apart', () => {
    const { costs, costTotalUsdPerMonth } = stated(
      '## 11. Cost Notes',
      '| Service | Tier | Cost |',
      '|---|---|---|',
      '| Gate | [Tier] | $1,200.50/mo |',
      '| **Total** | | ~$1,300 |',
    );
    expect(costs).toEqual([{ service: 'Gate', tier: { hole: 'decision', text: '[Tier]' }, usdPerMonth: 1200.5 }]);
    expect(costTotalUsdPerMonth).toBe(1300);
  });

  it('reads objectives as exact ratios, and stated minutes from hours', () => {
    const { slos, errorBudgetPolicy } = stated(
      '## SLOs',
      '| Service | SLO | Error Budget | Notes |',
      '|---|---|---|---|',
      '| Gate | 99.95% uptime | 0.05% downtime/month | ~21 min/month |',
      '| Store | 99.5 % | 0.5% | ~3.6 hours/month |',
      '',
      '**Error Budget Policy:** stop and mend.',
    );
    expect(slos).toEqual([
      { service: 'Gate', objective: 0.9995, statedBudget: 0.0005, statedMinutesPerMonth: 21 },
      { service: 'Store', objective: 0.995, statedBudget: 0.005, statedMinutesPerMonth: 216 },
    ]);
    expect(errorBudgetPolicy).toBe('stop and mend.');
  });

  it('reads threats with their boxes', () => {
    const { threats } = stated(
      '## Threat Model',
      '| Threat | Mitigation | Status |',
      '|---|---|---|',
      '| Piracy | Guns, watch | ☐ Covered |',
      '| Fire | Water | ☑ Covered |',
      '| Fog | Horn | [x] |',
    );
    expect(threats.map(({ threat, ticked }) => [threat, ticked])).toEqual([
      ['Piracy', false],
      ['Fire', true],
      ['Fog', true],
    ]);
  });

  it('reads the file map, guardrails and links', () => {
    const { files, artifacts, guardrails, links } = stated(
      '## File Map & Artifacts',
      '- `/docs/a.md` (new) → must exist',
      '',
      '**Artifacts required:**',
      '- A table → saved at `output/t.md`',
      '## AI Agent Actions & Guardrails',
      '**Actions:** draw; write.',
      '',
      '**Guardrails:** break nothing; be brief.',
      '## Links',
      '**Related:** [One](one.md), [Two](two.md#x)',
    );
    expect(files).toEqual([{ path: '/docs/a.md', purpose: 'must exist' }]);
    expect(artifacts).toEqual([{ artifact: 'A table', path: 'output/t.md' }]);
    expect(guardrails).toEqual({ actions: ['draw', 'write'], guardrails: ['break nothing', 'be brief'] });
    expect(links).toEqual([
      { text: 'One', target: 'one.md' },
      { text: 'Two', target: 'two.md#x' },
    ]);
  });

  it('lists what it does not understand as prose, with its section', () => {
    const draft = read('# T\n\nHello there.\n\n## Cost Notes\n\nWe like it cheap.\n\n## Weather\n\n- fair\n');
    expect(draft.prose.map(({ text, section }) => [section, text])).toEqual([
      [undefined, 'Hello there.'],
      ['costs', 'We like it cheap.'],
      [undefined, 'Weather'],
      [undefined, 'fair'],
    ]);
  });

  it('understands every line of the template but its introduction', () => {
    expect(read(template).prose.map(({ section }) => section)).toEqual([undefined]);
  });

  it('takes links, boxes, footnotes and code for no holes', () => {
    const draft = read(
      '# T\n\n[a](b) [c][d] [^1] [x] arr[i] `[id]`\n\n- [ ] e\n- [x] f\n\n```\n[g] {{H}}\n```\n\n[d]: x\n[label]\n\n[label]: y\n',
    );
    expect(draft.holes.map(({ text }) => text)).toEqual(['[id]']);
  });
});

describe('hostile front matter', () => {
  const cases: readonly (readonly [name: string, yaml: string])[] = [
    ['aliases that multiply', 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]'],
    ['a map that contains itself', 'a: &a {b: *a}'],
    ['deep brackets', '{a: '.repeat(50_000)],
    ['deep indentation', Array.from({ length: 2_000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n')],
    ['a broken quote', 'status: "draft'],
    ['a prototype', '__proto__: {status: done}\nconstructor: {prototype: {x: 1}}'],
    ['duplicate keys', 'status: draft\nstatus: done'],
  ];
  it.each(cases)('becomes problems or prose, never a crash: %s', (_, yaml) => {
    const draft = read(`---\n${yaml}\n---\n# T\n`);
    expect(draft.overview.title?.value).toBe('T');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('says where the YAML is broken', () => {
    const text = '---\nstatus: draft\nstatus: done\n---\n';
    const [problem] = read(text).problems;
    expect(problem?.message).toContain('unique');
    expect(problem?.span.from).toBe(text.lastIndexOf('status'));
  });
});
