import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from '@asbuilt/core/model';
import { describe, expect, it } from 'vitest';
import { documentHash, keepEvidence, readEvidence } from '../../src/files/evidence.ts';
import { runCli } from '../cli/support/run-cli.ts';
import { temporaryFolder } from '../cli/support/temporary-folder.ts';

const text = `# Overview

## Threat Modeling Checklist

| Threat | Mitigation | Status |
|---|---|---|
| SSRF | Only bound addresses | ☑ Covered |
`;

const seen = (part: Partial<Evidence> = {}): Evidence => ({
  statement: 'threats/ssrf/status',
  held: true,
  by: 'a-probe',
  at: '2026-01-01T00:00:00Z',
  documentHash: documentHash(text),
  seen: 'No other address was called.',
  ...part,
});

describe('evidence', () => {
  it('is that of this version of the document', async () => {
    const directory = await temporaryFolder();
    const version = { file: 'docs/overview.md', directory, text };
    expect(await readEvidence(version)).toEqual([]);
    expect(await keepEvidence(version, [seen()])).toBe(
      `docs/.asbuilt/evidence/${documentHash(text).slice(0, 16)}.json`,
    );
    expect(await readEvidence(version)).toEqual([seen()]);
    expect(await readEvidence({ ...version, text: `${text}\n` })).toEqual([]);
  });

  it('is renewed for what was inspected again, and stays for the rest', async () => {
    const version = { file: 'overview.md', directory: await temporaryFolder(), text };
    const other = seen({ by: 'another-probe' });
    const again = seen({ held: false, at: '2026-01-02T00:00:00Z' });
    await keepEvidence(version, [seen(), other]);
    await keepEvidence(version, [again]);
    expect(await readEvidence(version)).toEqual([other, again]);
  });

  it('is not taken from another document under its name', async () => {
    const version = { file: 'overview.md', directory: await temporaryFolder(), text };
    await keepEvidence(version, [seen({ documentHash: 'f00' })]);
    expect(await readEvidence(version)).toEqual([]);
  });

  it('names the file that is damaged', async () => {
    const version = { file: 'overview.md', directory: await temporaryFolder(), text };
    const shown = await keepEvidence(version, [seen()]);
    for (const damaged of [
      '',
      '[]',
      '{"evidence":[{}]}',
      '{"evidence":3}',
      JSON.stringify({ evidence: [seen({ at: 'then' })] }),
    ]) {
      await writeFile(join(version.directory, shown), damaged);
      await expect(readEvidence(version)).rejects.toThrow(`${shown} is not what asbuilt prove writes: remove it`);
    }
  });

  it('lets a threat be ticked, until it is seen that it is not covered', async () => {
    const directory = await temporaryFolder({ 'overview.md': text });
    const version = { file: 'overview.md', directory, text };
    expect((await runCli(directory, ['check'])).out).toContain('SSRF is ticked, but no inspection has seen it covered');
    await keepEvidence(version, [seen()]);
    expect((await runCli(directory, ['check'])).out).not.toContain('ticks-have-evidence');
    await keepEvidence(version, [seen({ held: false, at: '2026-01-02T00:00:00Z', seen: 'It called elsewhere.' })]);
    const { code, out } = await runCli(directory, ['check']);
    expect(code).toBe(1);
    expect(out).toContain('SSRF is ticked, but a-probe saw that it is not: It called elsewhere.');
  });
});
