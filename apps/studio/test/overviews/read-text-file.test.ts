import { describe, expect, it } from 'vitest';
import { type ReadFile, readTextFile } from '#overviews/read-text-file';

function read(content: string | Uint8Array<ArrayBuffer>): Promise<ReadFile> {
  return readTextFile(Object.assign(new Blob([content]), { name: 'shop.md' }));
}

describe('reading a file', () => {
  it('gives its text, byte for byte', async () => {
    expect(await read('\uFEFF# Café\r\n')).toEqual({ kind: 'text', text: '\uFEFF# Café\r\n' });
  });

  it('refuses what is no UTF-8', async () => {
    expect(await read(new Uint8Array([0x23, 0x20, 0xe9]))).toEqual({
      kind: 'refused',
      reason: 'shop.md is no text in UTF-8: save it as UTF-8 first.',
    });
  });

  it('refuses an empty file', async () => {
    expect(await read(' \n')).toEqual({ kind: 'refused', reason: 'shop.md is empty.' });
  });

  it('refuses what the API would refuse for its size', async () => {
    expect(await read('x'.repeat(3_000_000))).toEqual({
      kind: 'refused',
      reason: 'shop.md is 3.0 MB; an overview may have 1.9 MB.',
    });
  });
});
