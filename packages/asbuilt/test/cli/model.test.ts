import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import schema from '../../../../docs/schema/model.schema.json' with { type: 'json' };
import { overview } from './support/documents.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

describe('asbuilt model', () => {
  it('prints the overview as data', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview() });
    const { code, out, err } = await runCli(folder, ['model']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toMatchObject({
      title: 'Parcel desk',
      services: [{ name: 'Desk', protocol: 'HTTP' }, { name: 'Shelf' }],
      failures: [{ timeoutMs: 10_000 }, { timeoutMs: 5_000, impact: 'critical' }],
    });
  });

  it('says with --spans where each value stands', async () => {
    const text = overview();
    const folder = await temporaryFolder({ 'overview.md': text });
    const { out } = await runCli(folder, ['model', '--spans']);
    const from = text.indexOf('5s |');
    const timeoutMs = {
      id: 'failure-modes/shelf-down/timeout',
      value: 5_000,
      from,
      to: from + 2,
      line: 32,
      column: 38,
    };
    expect(JSON.parse(out)).toMatchObject({ failures: [{}, { timeoutMs }] });
  });

  it('prints the document back with --format md, byte for byte', async () => {
    const text = `\uFEFF${overview().replaceAll('\n', '\r\n')}\tno line end`;
    const folder = await temporaryFolder({ 'overview.md': text });
    expect(await runCli(folder, ['model', '--format', 'md'])).toEqual({ code: 0, out: text, err: '' });
  });

  it('reads standard input', async () => {
    const { out } = await runCli(await temporaryFolder(), ['model', '-'], { input: async () => '# A plan\n' });
    expect(JSON.parse(out)).toMatchObject({ title: 'A plan', services: [] });
  });

  it.each([
    ['an empty document', ''],
    ['a document that is no overview', '# Shopping\n\n- milk\n- bread\n'],
    ['a sound overview', overview()],
    ['an overview with holes', overview().replace('5s', '[how long]').replace('Desk |', '{{DESK}} |')],
  ])('keeps to the published schema for %s', async (_, text) => {
    const { out } = await runCli(await temporaryFolder({ 'overview.md': text }), ['model']);
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
    validate(JSON.parse(out));
    expect(validate.errors).toBeNull();
  });
});

describe('the published schema', () => {
  it('is what the types say (node scripts/schema.mjs writes it)', async () => {
    const repository = fileURLToPath(new URL('../../../../', import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['scripts/schema.mjs', '--print'], {
      cwd: repository,
    });
    expect(await readFile(`${repository}docs/schema/model.schema.json`, 'utf8')).toBe(stdout);
  });

  it.each([
    ['a duration that is no number', { caches: [{ layer: 'CDN', ttlMs: 'one hour' }] }],
    ['an impact that does not exist', { failures: [{ scenario: 'x', mitigations: [], impact: 'awful' }] }],
    ['a key that nobody knows', { colour: 'red' }],
  ])('refuses %s', async (_, change) => {
    const { out } = await runCli(await temporaryFolder({ 'overview.md': overview() }), ['model']);
    const validate = new Ajv2020({ strict: true }).compile(schema);
    expect(validate(Object.assign(JSON.parse(out), change))).toBe(false);
  });
});
