import { describe, expect, it } from 'vitest';
import type { CachedData } from '../../src/derive/cache-tier.ts';
import { cachePath, hitShareBehind, worstAgeMs } from '../../src/derive/staleness.ts';
import type { Model } from '../../src/model/index.ts';
import { link, read } from '../../src/overview/index.ts';

const cached = (...rows: string[]): Model =>
  link(
    read(['## Caching', '', '| Layer | Technology | TTL | Use Case |', '|---|---|---|---|', ...rows, ''].join('\n')),
  );

const layers = cached(
  '| Application | Redis | 15m | User sessions, query results |',
  '| CDN | Cloudflare | 1h | Static assets |',
  '| Edge | Vercel Edge | 5m | API responses |',
  '| Browser | LocalStorage | Session | User preferences |',
  '| Somewhere | Something | 9h | API responses |',
);

const pathOf = (model: Model, data: CachedData): string[] =>
  cachePath(model, data).map(({ cache, ttl }) => `${cache.layer.value} ${ttl.value / 60_000}`);

describe('what caches hold', () => {
  it('is found by the use case, from the user inwards, where the layer says where it stands', () => {
    expect(pathOf(layers, 'answers')).toEqual(['Edge 5', 'Application 15']);
    expect(pathOf(layers, 'static')).toEqual(['CDN 60']);
    expect(pathOf(layers, 'sessions')).toEqual(['Application 15']);
  });

  it('may be as old as all times of the path together', () => {
    expect(worstAgeMs(cachePath(layers, 'answers'))).toBe(20 * 60_000);
    expect(worstAgeMs([])).toBe(0);
  });
});

describe('the share of hits behind another cache', () => {
  const minute = 60_000;

  it('is nothing where the outer entry lives as long or longer', () => {
    expect(hitShareBehind(60 * minute, 15 * minute)).toBe(0);
    expect(hitShareBehind(5 * minute, 5 * minute)).toBe(0);
  });

  it('is what is asked again while the inner entry lives: two of three for 5 and 15 minutes', () => {
    expect(hitShareBehind(5 * minute, 15 * minute)).toBeCloseTo(2 / 3, 10);
    expect(hitShareBehind(5 * minute, 12 * minute)).toBeCloseTo(2 / 3, 10);
    expect(hitShareBehind(0, 15 * minute)).toBe(1);
  });
});
