import { describe, expect, it } from 'vitest';
import { fitsRange, versioned } from '../../src/drift/versions.ts';

describe('a name with a version', () => {
  it.each([
    ['Next.js@16', 'Next.js', '16'],
    ['Next.js @ 16.4', 'Next.js', '16.4'],
    ['Fastify 5', 'Fastify', '5'],
    ['Vue v3.x', 'Vue', '3.x'],
    ['Django', 'Django', undefined],
    ['Web 2 UI', 'Web 2 UI', undefined],
  ])('%s', (text, name, version) => {
    expect(versioned(text)).toEqual(version === undefined ? { name } : { name, version });
  });
});

describe('a stated version', () => {
  it.each([
    ['16', '^16.4.6', true],
    ['15', '^16.4.6', false],
    ['16.9', '^16.4.6', true],
    ['16.4', '16.4.6', true],
    ['16.3', '16.4.6', false],
    ['16.x', '16.4.6', true],
    ['16.4.6', '16', true],
    ['5', '~5.1', true],
    ['4', '~5.1', false],
    ['0.110', '==0.110.3', true],
    ['0.111', '==0.110.3', false],
    ['0.110', '^0.110.3', true],
    ['0.111', '^0.110.3', false],
    ['0.30', '~=0.29', true],
    ['1', '~=0.29', false],
    ['1', 'v1.10.0', true],
    ['2', 'v1.10.0', false],
    ['3', '>=16', true],
    ['3', '*', true],
    ['3', 'workspace:*', true],
  ])('of %s for a range of %s: %s', (version, range, fits) => {
    expect(fitsRange(version, range)).toBe(fits);
  });
});
