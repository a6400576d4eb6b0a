import { describe, expect, it } from 'vitest';
import { differences } from '../../scripts/lib/install.mjs';

const wanted = {
  '': {},
  'packages/core': { version: '0.1.0' },
  'node_modules/@asbuilt/core': { link: true, resolved: 'packages/core' },
  'node_modules/yaml': { version: '2.9.1' },
  'node_modules/tool-darwin-arm64': { version: '1.0.0', optional: true },
};

describe('whether node_modules holds what the lock lists', () => {
  it('is so when every package is there in its version', () => {
    const installed = { 'node_modules/@asbuilt/core': { link: true }, 'node_modules/yaml': { version: '2.9.1' } };
    expect(differences(wanted, installed)).toEqual([]);
  });

  it('is not so when one is missing or of another version', () => {
    expect(differences(wanted, { 'node_modules/@asbuilt/core': { link: true } })).toEqual(['node_modules/yaml']);
    const installed = { 'node_modules/@asbuilt/core': { link: true }, 'node_modules/yaml': { version: '2.8.0' } };
    expect(differences(wanted, installed)).toEqual(['node_modules/yaml']);
  });

  it('is not so when a package for this platform is there in another version', () => {
    const installed = {
      'node_modules/@asbuilt/core': { link: true },
      'node_modules/yaml': { version: '2.9.1' },
      'node_modules/tool-darwin-arm64': { version: '0.9.0' },
    };
    expect(differences(wanted, installed)).toEqual(['node_modules/tool-darwin-arm64']);
  });
});
