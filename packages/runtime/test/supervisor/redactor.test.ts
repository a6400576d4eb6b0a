import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openRedactor } from '#supervisor/redactor';

describe('the redactor', () => {
  test('takes secrets out of text, of URLs and of JSON, whatever signs they are made of', () => {
    const redactor = openRedactor(['p@ss/w"rd(1)', 'longer-p@ss/w"rd(1)-still']);
    expect(redactor.redact('key p@ss/w"rd(1)!')).toBe('key [redacted]!');
    expect(redactor.redact(`db://me:${encodeURIComponent('p@ss/w"rd(1)')}@host`)).toBe('db://me:[redacted]@host');
    expect(redactor.redact(JSON.stringify({ key: 'p@ss/w"rd(1)' }))).toBe('{"key":"[redacted]"}');
    expect(redactor.redact('longer-p@ss/w"rd(1)-still')).toBe('[redacted]');
  });

  test('knows each line of a secret of several lines, but not what every key begins with', () => {
    const redactor = openRedactor([
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END PRIVATE KEY-----\n',
    ]);
    expect(redactor.redact('-----BEGIN PRIVATE KEY-----')).toBe('-----BEGIN PRIVATE KEY-----');
    expect(redactor.redact('read MIIEvQIBADANBg')).toBe('read [redacted]');
    expect(redactor.redact('kqhkiG9w0BAQEF')).toBe('[redacted]');
  });

  test('learns more, leaves short values alone and does nothing without any', () => {
    const redactor = openRedactor(['dev', '']);
    expect(redactor.redact('a dev server')).toBe('a dev server');
    redactor.add('correct-horse');
    expect(redactor.redact('correct-horse!')).toBe('[redacted]!');
  });

  test('leaves nothing of any secret of eight signs or more', () => {
    const words = fc
      .string({ minLength: 8, maxLength: 30, unit: 'binary' })
      .filter((word) => word.trim().length >= 8 && !/[\r\n]/.test(word) && !word.trim().startsWith('-----'));
    fc.assert(
      fc.property(words, fc.string(), fc.string(), (secret, before, after) => {
        expect(openRedactor([secret]).redact(before + secret + after)).not.toContain(secret.trim());
      }),
    );
  });
});
