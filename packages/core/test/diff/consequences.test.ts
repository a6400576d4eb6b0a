import { describe, expect, it } from 'vitest';
import { shopAfter } from './shop.ts';

const sentences = (...edits: readonly (readonly [string, string])[]): string[] =>
  shopAfter(...edits).consequences.map(({ sentence }) => sentence);

describe('what follows from changes', () => {
  it('is the error budget, and whether it can be kept', () => {
    expect(sentences(['| API | 99.9% |', '| API | 99.99% |'])).toEqual([
      'The error budget of API is 4.32 min a month instead of 43.2 min',
      'What API depends on can no longer carry its 99.99 % (Database 99.95 %)',
    ]);
    expect(sentences(['| API | 99.9% | 0.1% | 43.2 min/month |\n', ''])).toEqual([
      'API has no error budget any more; it was 43.2 min a month',
    ]);
  });

  it('is what it costs', () => {
    expect(sentences(['$40', '$65'])).toEqual(['Costs come to $90 a month instead of $65 (+$25)']);
    expect(sentences(['$40', '$39.50'])).toEqual(['Costs come to $64.50 a month instead of $65 (−$0.50)']);
  });

  it('is whether timeouts nest, and when the breaker opens', () => {
    expect(sentences(['| Circuit breaker | 4s |', '| Circuit breaker | 12s |'])).toEqual([
      'The timeouts below API do not nest any more: its calls may take 12 s, and it is given up after 10 s',
      'While Database hangs, its breaker opens after 60 s instead of 20 s (5 × 12 s)',
    ]);
  });

  it('is who calls whom, and how often', () => {
    expect(sentences(['3. API → Database (query)', '3. API → Mail (receipt)\n4. API → Database (query)'])).toEqual([
      'API calls Mail now',
    ]);
    expect(sentences(['| High | Retry |', '| High | Retry (3×) |'])).toContain(
      'One request may call API 4 times instead of 2 times, retries included',
    );
  });

  it('is what can be answered, and how old answers may be', () => {
    expect(sentences(['2–10 instances', '2–20 instances'])).toEqual([
      'API answers 2,000 requests/s at most instead of 1,000 requests/s (20 × 100 requests/s)',
    ]);
    expect(sentences(['| Varnish | 5m |', '| Varnish | 15m |'])).toEqual([
      'Cached answers may be 15 min old instead of 5 min (CDN 15 min)',
    ]);
  });

  it('says with numbers what it says in words', () => {
    const [budget] = shopAfter(['| API | 99.9% |', '| API | 99.95% |']).consequences;
    expect(budget).toMatchObject({ measure: 'error-budget', subject: 'API' });
    expect(budget?.before).toBeCloseTo(43.2, 9);
    expect(budget?.after).toBeCloseTo(21.6, 9);
  });
});
