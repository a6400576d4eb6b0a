import { describe, expect, it } from 'vitest';
import { overview } from './support/documents.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** Whether what is to be done about a desk that is down counts as enforced. */
async function enforcesMitigation(mitigation: string, profile: string): Promise<boolean> {
  const folder = await temporaryFolder({
    'overview.md': overview().replace('Client retry', mitigation),
    'confer-agent.profile.yml': profile,
  });
  const { out } = await runCli(folder, ['coverage', '--json']);
  return /"id": "failure-modes\/desk-down\/mitigation\/1",\s+"stages": \[[^\]]*enforced/.test(out);
}

describe('asbuilt coverage', () => {
  it('shows each section by stage, then what is prose only, with its place', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview() });
    const { code, out, err } = await runCli(folder, ['coverage']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^section +statements +drawn +checked +simulated +enforced +proven +none$/m);
    expect(out).toMatch(/^failure-modes +\d+ /m);
    expect(out).toMatch(/^total +\d+ /m);
    expect(out).toMatch(/^\d+ % of the text is prose only, in 1 place$/m);
    expect(out).toContain('  overview.md:10:1 The desk takes parcels in and hands them out.\n');
  });

  it('prints the same as data', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview() });
    const { out } = await runCli(folder, ['coverage', '--format', 'json']);
    expect((await runCli(folder, ['coverage', '--json'])).out).toBe(out);
    const timeout = expect.objectContaining({
      id: 'failure-modes/shelf-down/timeout',
      line: 32,
      stages: expect.arrayContaining(['drawn', 'checked', 'enforced']),
    });
    const prose = { text: expect.stringContaining('The desk takes'), line: 10, column: 1, endLine: 10, endColumn: 46 };
    expect(JSON.parse(out)).toMatchObject({
      statements: expect.arrayContaining([timeout]),
      prose: [prose],
      proseShare: 45 / overview().length,
    });
  });

  it('counts what is enforced with what the profile says: whose tokens count, and which certificate', async () => {
    const security =
      '\n## Security Model\n\n**Authentication:**\n\n- Provider: an issuer\n\n**Data Protection:**\n\n- Encryption in transit: TLS 1.3\n';
    const enforced = async (profile: string): Promise<readonly string[]> => {
      const folder = await temporaryFolder({
        'overview.md': overview() + security,
        'confer-agent.profile.yml': profile,
      });
      const { out } = await runCli(folder, ['coverage', '--json']);
      return [...out.matchAll(/"id": "(security\/[^"]*)",\s+"stages": \[([^\]]*)\]/g)].flatMap(
        ([, id = '', stages = '']) => (stages.includes('enforced') ? [id] : []),
      );
    };
    expect(await enforced('env: dev\n')).toEqual([]);
    expect(await enforced('tls: development\nauth: { issuer: "https://id.example", audience: a }\n')).toEqual([
      'security/authentication/provider',
      'security/data-protection/in-transit',
    ]);
  });

  it('counts a mitigation as enforced only where something does it', async () => {
    expect(await enforcesMitigation('Client retry', 'env: dev\n')).toBe(false);
    expect(await enforcesMitigation('Static answer', 'env: dev\n')).toBe(false);
    expect(await enforcesMitigation('Static answer', 'static_answers: { Desk: closed.html }\n')).toBe(true);
    expect(await enforcesMitigation('Retry', 'env: dev\n')).toBe(true);
  });

  it('calls a document that is no overview prose', async () => {
    const folder = await temporaryFolder({ 'overview.md': 'Nothing but words.\n' });
    const { out } = await runCli(folder, ['coverage', '--json']);
    expect(JSON.parse(out)).toMatchObject({ total: { statements: 0 }, prose: [{ text: 'Nothing but words.' }] });
  });
});
