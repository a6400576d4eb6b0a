import { describe, expect, it } from 'vitest';
import type { Difference } from '#diff/difference';
import { changeText } from '#diff/text';
import { between, shop, shopAfter } from './shop.ts';

const lines = ({ changes }: Difference): string[] =>
  changes.map((change) => {
    const { mark, what, before, after } = changeText(change);
    return `${mark} ${change.section} | ${what} | ${before} | ${after}`;
  });

/** A cost table of one row. */
const costing = (tier: string): string =>
  `## Costs\n\n| Service | Tier | Cost |\n|---|---|---|\n| API | ${tier} | $10 |\n`;

describe('changes in what is stated', () => {
  it('are values, as each version writes them', () => {
    expect(lines(shopAfter(['| API | 99.9% |', '| API | 99.95 % |'], ['$40', '$65'], ['5 consecutive', '3']))).toEqual([
      '~ failure-modes | breaker open | 5 | 3',
      '~ costs | API (VPS): cost | $40 | $65',
      '~ slos | API: objective | 99.9% | 99.95 %',
    ]);
  });

  it('are not other ways of writing the same value, nor other words around it', () => {
    const other = shop
      .replace('| 10s |', '| `10 seconds` |')
      .replace('43.2 min/month', '~43.2 minutes per month, or so')
      .replace('99.95%', '**99,95 %** uptime')
      .replace('# Shop\n', '# Shop\n\nA sentence about it.\n')
      .replace('## Costs', '## 11. Costs');
    expect(between(shop, other)).toEqual({ changes: [], consequences: [], appeared: [], gone: [] });
  });

  it('are not rows, columns or sections in another order', () => {
    const [head = '', ...sections] = shop.split(/^(?=## )/m);
    const turned = sections.toReversed().map((section) =>
      section.replace(
        /^(\|.*\n\|[ -|]*\n)((?:\|.*\n)+)/gm,
        (_, above: string, rows: string) =>
          above +
          rows
            .split(/(?<=\n)/)
            .toReversed()
            .join(''),
      ),
    );
    expect(turned.join('')).toContain('| Database down | Critical | Circuit breaker | 4s |\n| API timeout');
    expect(between(shop, head + turned.map((section) => `${section}\n`).join('')).changes).toEqual([]);
    const columns = shop.replace(
      /^\| (Service|Web|API|Database|---) \| (Resp\w+|Shows pages|Sells|Keeps orders|---) \|/gm,
      '| $2 | $1 |',
    );
    expect(columns).toContain('| Sells | API | HTTP |');
    expect(between(shop, columns).changes).toEqual([]);
  });

  it('are rows that came and went, with what they say', () => {
    const row = '| Mail | Sends receipts | SMTP |\n';
    const added = shopAfter(['| Keeps orders | Postgres |\n', `| Keeps orders | Postgres |\n${row}`]);
    expect(lines(added)).toEqual(['+ services | Mail |  | responsibility Sends receipts, protocol SMTP']);
    const removed = shopAfter(['- API: 2–10 instances\n', '']);
    expect(lines(removed)).toEqual(['− scaling | API (horizontal) | min 2, max 10 | ']);
  });

  it('name a thing once when it has another name everywhere', () => {
    const renamed = shopAfter(['API', 'Gateway']);
    expect(lines(renamed)).toEqual(['~ services | name | API | Gateway']);
    expect(renamed.changes[0]?.kind).toBe('renamed');
    expect(renamed.consequences).toEqual([]);
  });

  it('do not tell twice of a name that is a part of another one', () => {
    const boundaries = '## Context\n\n**System Boundaries:**\n\n- Backend API: sells\n\n## Services';
    const more = shop.replace('## Services', boundaries);
    expect(lines(between(more, more.replaceAll('API', 'Gateway')))).toEqual(['~ services | name | API | Gateway']);
  });

  it('know a renamed row by what else it says, and tell two rows apart that have little in common', () => {
    expect(lines(shopAfter(['| API (VPS) |', '| Backend |']))).toEqual([
      '~ costs | name of the service | API (VPS) | Backend',
    ]);
    expect(
      lines(shopAfter(['| Web down | Medium | Restart | 30s |', '| Queue full | Low | Load shedding | 1s |'])),
    ).toEqual([
      '+ failure-modes | Queue full |  | impact Low, mitigation Load shedding, timeout 1s',
      '− failure-modes | Web down | impact Medium, mitigation Restart, timeout 30s | ',
    ]);
  });

  it('are steps by what they say, and their order by the steps that both versions have', () => {
    expect(lines(shopAfter(['(rows)', '(one row)']))).toEqual(['~ data-flow | Database → API: label | rows | one row']);
    const more = shopAfter(['3. API → Database (query)', '3. API → Mail (receipt)\n4. API → Database (query)']);
    expect(lines(more)).toEqual(['+ data-flow | API → Mail |  | label receipt']);
    const flow = '1. A → B (x)\n2. B → A (y)\n3. A → C (z)\n4. C → A (w)\n';
    const swapped = '1. A → C (z)\n2. C → A (w)\n3. A → B (x)\n4. B → A (y)\n';
    expect(lines(between(`## Data Flow\n\n${flow}`, `## Data Flow\n\n${swapped}`))).toEqual([
      '~ data-flow | order of the steps | A → B, B → A, A → C, C → A | A → C, C → A, A → B, B → A',
    ]);
  });

  it('see where another flow begins', () => {
    const one = '## Data Flow\n\n1. A → B (x)\n2. B → A (y)\n3. A → C (z)\n4. C → A (w)\n';
    const two = '## Data Flow\n\n1. A → B (x)\n2. B → A (y)\n\nThen:\n\n1. A → C (z)\n2. C → A (w)\n';
    expect(lines(between(one, two))).toEqual(['~ data-flow | order of the steps |  | another flow']);
  });

  it('see the order of roles, and no order in other lists', () => {
    expect(lines(shopAfter(['User → Admin roles', 'Admin → User roles']))).toEqual([
      '~ security | order of the authorization role | User → Admin | Admin → User',
    ]);
    const list = '## Failure Modes\n\n| Failure | Mitigation |\n|---|---|\n| API down | ';
    expect(between(`${list}retry, fallback |\n`, `${list}fallback, retry |\n`).changes).toEqual([]);
    expect(lines(between(`${list}retry, fallback |\n`, `${list}fallback, retry, queue |\n`))).toEqual([
      '+ failure-modes | API down: mitigation |  | queue',
    ]);
  });

  it('take values that stand in one place for one change', () => {
    const plan = '## Scaling Plan\n\n**Horizontal Scaling:**\n\n- API: ';
    expect(lines(between(`${plan}3 instances\n`, `${plan}4 instances\n`))).toEqual([
      '~ scaling | API: min and max | 3 | 4',
    ]);
    expect(lines(shopAfter(['4 core, 8GB', '8 core, 16GB']))).toEqual([
      '~ costs | API (VPS): tier | 4 core, 8GB | 8 core, 16GB',
    ]);
    expect(lines(shopAfter(['| Session |', '| 1h |']))).toEqual(['~ caching | Browser: ttl | Session | 1h']);
  });

  it('are told by section, in each of them what changed, what came and what went', () => {
    const edits = [
      ['# Shop', '# Store'],
      ['| Web | Shows pages | HTTP |', '| Mail | Sends receipts | SMTP |'],
      ['| Sells |', '| Sells things |'],
      ['$25', '$30'],
    ] as const;
    expect(lines(shopAfter(...edits))).toEqual([
      '~ title | title | Shop | Store',
      '~ services | API: responsibility | Sells | Sells things',
      '+ services | Mail |  | responsibility Sends receipts, protocol SMTP',
      '− services | Web | responsibility Shows pages, protocol HTTP | ',
      '~ costs | Database: cost | $25 | $30',
    ]);
  });

  it('see a hole that was filled', () => {
    expect(lines(between(costing('[Service]'), costing('Pro')))).toEqual(['~ costs | API: tier | [Service] | Pro']);
  });
});
