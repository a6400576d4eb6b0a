import { describe, expect, it } from 'vitest';
import { statementsOf } from '#model/index';
import { printOverview } from '#overview/print';
import { read } from '#overview/read';

const securityOf = (said: string): string => `## Security\n\n**Data Protection:**\n\n- API security: ${said}\n`;
const protectionOf = (said: string) => read(securityOf(said)).overview.security.dataProtection;
const ids = (said: string): string[] => statementsOf(read(securityOf(said)).overview).map(({ id }) => id);
const rateOf = (said: string): unknown[] => {
  const rate = protectionOf(said).rateLimit;
  return [rate?.requests.value, rate?.periodMs.value, rate?.counted?.value];
};

describe('what protects the entry', () => {
  it('says how much a rate limit lets through, in many words', () => {
    const minute = [100, 60_000, undefined];
    expect(rateOf('Rate limiting (100 requests/minute), CORS')).toEqual(minute);
    expect(rateOf('CORS, rate limit 100 per minute')).toEqual(minute);
    expect(rateOf('rate limit: 100 req/min')).toEqual(minute);
    expect(rateOf('rate limit 5 requests per 10s per IP')).toEqual([5, 10_000, 'per-address']);
    expect(rateOf('rate limit 100 requests per client per minute')).toEqual([100, 60_000, 'per-address']);
    expect(rateOf('throttling of 1000 calls an hour per user')).toEqual([1000, 3_600_000, 'per-user']);
  });

  it('says nothing where no number, or no one number, is given', () => {
    const nothing = [undefined, undefined, undefined];
    expect(rateOf('Rate limiting, CORS, CSRF protection')).toEqual(nothing);
    expect(rateOf('rate limit 50–100 requests/minute')).toEqual(nothing);
    expect(rateOf('rate limit 0 requests/minute')).toEqual(nothing);
    expect(rateOf('rate limit 10.5 requests/minute')).toEqual(nothing);
    expect(rateOf('rate limit 100 requests/megabyte')).toEqual(nothing);
    expect(rateOf('rate limit [100/200] requests/minute')).toEqual(nothing);
  });

  it('says how large a body may be, and which origins may read answers', () => {
    const { bodyLimitBytes, corsOrigins } = protectionOf(
      'body limit 1MB, CORS (https://app.example.com, http://localhost:3000, https://a.example/page, https://*.b.example)',
    );
    expect(bodyLimitBytes?.value).toBe(1_000_000);
    expect(corsOrigins?.map(({ value }) => value)).toEqual(['https://app.example.com', 'http://localhost:3000']);
  });

  it('has ids that do not depend on the order', () => {
    expect(ids('rate limit 9/s, CSRF').toSorted()).toEqual(ids('CSRF, rate limit 9/s').toSorted());
    expect(ids('rate limit 9/s, CSRF')).toContain('security/data-protection/rate-limit/requests');
    expect(ids('rate limit 9/s, CSRF')).toContain('security/data-protection/api/csrf');
  });

  it('is printed so that it reads back', () => {
    for (const said of [
      'rate limit (100 requests/minute per address), cors (https://app.example.com, http://b.example:81), body limit (5MB)',
      'rate limit (7 requests/90s), csrf, security headers, hsts',
      'csrf, rate limit',
    ]) {
      const printed = printOverview(read(securityOf(said)).overview);
      expect(printed).toContain(`- API security: ${said.replaceAll('*', '\\*')}`);
      expect(printOverview(read(printed).overview)).toBe(printed);
    }
  });
});
