import { execFile } from 'node:child_process';
import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { overview, profile } from '../cli/support/documents.ts';
import { run } from '../cli/support/packed.ts';
import { temporaryFolder } from '../cli/support/temporary-folder.ts';
import { bundledTool } from '../lsp/support/bundled.ts';

let tool: Awaited<ReturnType<typeof bundledTool>>;

beforeAll(async () => {
  tool = await bundledTool();
});

afterAll(() => tool.remove());

const guarded = `${overview()}
## Context Capsule

- Secrets: \`secrets/.env\`

## File Map & Artifacts

- \`docs/handbook.md\` → how the desk works
`;

const files = { 'overview.md': overview(), 'confer-agent.profile.yml': profile };

const called = z.object({
  content: z.tuple([z.object({ type: z.literal('text'), text: z.string() })]),
  structuredContent: z.record(z.string(), z.unknown()).optional(),
  isError: z.boolean().optional(),
});

type Called = z.output<typeof called>;

interface Agent {
  readonly client: Client;
  readonly folder: string;
  readonly call: (name: string, input?: Record<string, unknown>) => Promise<Called>;
}

/** An agent with a server of its own, in a folder with these files. */
async function agent(given: Readonly<Record<string, string>> = files, argv: readonly string[] = []): Promise<Agent> {
  const folder = await temporaryFolder(given);
  const client = new Client({ name: 'test', version: '1' });
  const errors: unknown[] = [];
  Object.assign(client, { onerror: (error: unknown) => errors.push(error) });
  const args = [tool.script, 'mcp', ...argv];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: folder, stderr: 'inherit' }));
  onTestFinished(async () => {
    await client.close();
    // Nothing but messages may come out, whatever happened.
    expect(errors).toEqual([]);
  });
  const call: Agent['call'] = async (name, input = {}) =>
    called.parse(await client.callTool({ name, arguments: input }));
  return { client, folder, call };
}

/** The sentence of a call that could not be tried. */
async function refusal({ call }: Agent, name: string, input: Record<string, unknown>): Promise<string> {
  const { isError, content } = await call(name, input);
  expect(isError).toBe(true);
  return content[0].text;
}

describe('asbuilt mcp', () => {
  it('says who it is, and lists its tools with their inputs', async () => {
    const { client } = await agent();
    expect(client.getServerVersion()).toEqual({ name: 'asbuilt', version: packageJson.version });
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['check', 'model', 'coverage', 'explain', 'guard', 'simulate']);
    for (const { inputSchema, description, annotations } of tools) {
      expect(inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
      expect(description?.length).toBeGreaterThan(40);
      expect(annotations).toMatchObject({ readOnlyHint: true });
    }
    expect(tools[0]?.inputSchema).not.toHaveProperty('required');
  });

  it('works in the folder that the command line names', async () => {
    const { call } = await agent({ 'shop/overview.md': overview() }, ['shop']);
    expect((await call('check')).structuredContent).toMatchObject({ file: 'overview.md', errors: 0 });
  });

  it('exits with 2 when that is no folder', async () => {
    const folder = await temporaryFolder(files);
    expect(await run(process.execPath, [tool.script, 'mcp', 'overview.md'], folder)).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'asbuilt: overview.md cannot be the working folder: a part of its path is a file, not a folder (ENOTDIR).\n',
    });
  });

  it('answers every call that came before the end of its input, then exits with 0', async () => {
    const folder = await temporaryFolder(files);
    const messages = [
      {
        id: 1,
        method: 'initialize',
        params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
      },
      { method: 'notifications/initialized' },
      { id: 2, method: 'tools/call', params: { name: 'check', arguments: {} } },
      { id: 3, method: 'tools/call', params: { name: 'simulate', arguments: {} } },
    ];
    const ended = promisify(execFile)(process.execPath, [tool.script, 'mcp'], { cwd: folder });
    ended.child.stdin?.end(messages.map((each) => `${JSON.stringify({ jsonrpc: '2.0', ...each })}\n`).join(''));
    const { stdout, stderr } = await ended;
    const answers = stdout.trimEnd().split('\n');
    const ids = answers.map(
      (line) => z.object({ id: z.number(), result: z.looseObject({}) }).parse(JSON.parse(line)).id,
    );
    expect(new Set(ids)).toEqual(new Set([1, 2, 3]));
    expect(stderr).toBe('');
  });
});

describe('the tools', () => {
  it('check gives the findings with their places, as data and as text', async () => {
    const { call } = await agent({ ...files, 'late.md': overview({ databaseTimeout: '12s' }) });
    const { structuredContent, content } = await call('check', { file: 'late.md' });
    expect(structuredContent).toMatchObject({
      file: 'late.md',
      errors: 1,
      findings: [{ rule: 'timeouts-nest', line: 31, column: 37 }],
    });
    expect(JSON.parse(content[0].text)).toEqual(structuredContent);
  });

  it('check takes another profile', async () => {
    const { call } = await agent({ ...files, 'other.yml': profile.replace('4810', '4811') });
    const { structuredContent } = await call('check', { profile: 'other.yml' });
    expect(structuredContent).toMatchObject({ findings: [{ rule: 'ports-agree' }] });
  });

  it('model gives what the overview states', async () => {
    const { call } = await agent();
    expect((await call('model')).structuredContent).toMatchObject({
      services: [{ name: 'Desk' }, { name: 'Shelf' }],
      failures: [{ timeoutMs: 10_000 }, { timeoutMs: 5_000 }],
    });
  });

  it('coverage gives the stages of each statement', async () => {
    const { call } = await agent();
    const { structuredContent } = await call('coverage');
    expect(structuredContent?.['statements']).toContainEqual(
      expect.objectContaining({ id: 'failure-modes/desk-down/timeout', stages: expect.arrayContaining(['enforced']) }),
    );
  });

  it('explain gives the page of a rule, and the list of all', async () => {
    const { call } = await agent();
    expect((await call('explain', { rule: 'timeouts-nest' })).content[0].text).toMatch(/^# What a service waits for/);
    expect((await call('explain')).content[0].text).toMatch(/^timeouts-nest +\S/m);
  });

  it('guard judges a change before anybody makes it, and sees through detours', async () => {
    const { call } = await agent({ 'overview.md': guarded, 'confer-agent.profile.yml': profile });
    const { structuredContent } = await call('guard', {
      files: [
        { path: 'docs/../secrets/.env', kind: 'added' },
        { path: './docs/handbook.md', kind: 'deleted' },
        { path: 'src/desk.ts', kind: 'changed' },
      ],
    });
    expect(structuredContent).toMatchObject({
      verdicts: [
        { verdict: 'refused', path: 'secrets/.env', statement: 'context-capsule/secrets', line: expect.any(Number) },
        { verdict: 'refused', path: 'docs/handbook.md' },
      ],
    });
  });

  it('guard asks git otherwise', async () => {
    const { call, folder } = await agent({ 'overview.md': guarded });
    const git = (...args: string[]) =>
      promisify(execFile)('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
        cwd: folder,
      });
    await git('init', '--quiet');
    await git('add', '-A');
    await git('commit', '--quiet', '-m', 'first');
    await writeFile(join(folder, 'overview.md'), `${guarded}\n`);
    expect((await call('guard')).structuredContent).toMatchObject({
      changed: [{ path: 'overview.md', kind: 'changed' }],
      verdicts: [],
    });
  });

  it('simulate plays an outage, the same for the same seed', async () => {
    const { call } = await agent();
    const input = { load: 5, durationMs: 60_000, outages: [{ service: 'Shelf', durationMs: 20_000 }], seed: 7 };
    const { structuredContent } = await call('simulate', input);
    expect(structuredContent).toMatchObject({
      scenario: { load: 5, durationMs: 60_000, outages: [{ service: 'Shelf', fromMs: 20_000, toMs: 40_000 }], seed: 7 },
    });
    expect(structuredContent?.['availability']).toBeLessThan(1);
    expect((await call('simulate', input)).structuredContent).toEqual(structuredContent);
  });
});

describe('a call that cannot be tried is an error of the tool with a sentence', () => {
  it('for an overview that is not there', async () => {
    expect(await refusal(await agent(), 'check', { file: 'gone.md' })).toBe(
      'gone.md: there is no such file (ENOENT). Name another one, or write an overview with "asbuilt new".',
    );
  });

  it.each([
    ['check', { file: 7 }, 'check: file: Invalid input: expected string, received number.'],
    ['check', { fil: 'x' }, 'check: Unrecognized key: "fil".'],
    ['simulate', { load: 0 }, 'simulate: load: Too small: expected number to be >=0.001.'],
    [
      'simulate',
      { load: 1_000, durationMs: 3_600_000 },
      'that is about 3,600,000 requests, and this tool plays at most 1,000,000: lower load or durationMs.',
    ],
    ['explain', { rule: 'timeouts-nets' }, /^there is no rule timeouts-nets\. Did you mean timeouts-nest\?/],
    ['check', { file: '-' }, 'standard input belongs to the protocol here: name a file.'],
    ['guard', { files: [{ path: '../x', kind: 'added' }] }, /^\.\.\/x leads out of the overview's folder/],
    [
      'guard',
      { files: [{ path: 'x', kind: 'added' }], base: 'main' },
      /^"files" and "base" name two different changes/,
    ],
    ['guard', {}, / is in no git repository/],
  ])('%s %j', async (name, input, sentence) => {
    expect(await refusal(await agent(), name, input)).toMatch(sentence);
  });

  it('and the server goes on', async () => {
    const one = await agent();
    await refusal(one, 'check', { file: 'gone.md' });
    expect((await one.call('check')).structuredContent).toMatchObject({ errors: 0 });
  });

  it('while a tool that does not exist is an error of the protocol', async () => {
    const { call } = await agent();
    await expect(call('chek')).rejects.toThrow(/^MCP error -32602: there is no tool chek\. Did you mean check\?$/);
  });
});

describe('nothing outside of the working folder is read', () => {
  const outside = / lies outside of .*, the working folder of this server: name a file inside it\.$/;

  it.each([
    ['an overview above it', { file: '../overview.md' }],
    ['an absolute path', { file: '/etc/hosts' }],
    ['a profile above it', { profile: '../profile.yml' }],
  ])('not %s', async (_, input) => {
    expect(await refusal(await agent(), 'check', input)).toMatch(outside);
  });

  it('not through a link', async () => {
    const elsewhere = await temporaryFolder({ 'overview.md': overview() });
    const one = await agent();
    await symlink(elsewhere, join(one.folder, 'linked'));
    expect(await refusal(one, 'check', { file: 'linked/overview.md' })).toMatch(outside);
  });

  it('not because an overview names a profile there', async () => {
    const text = `${overview()}\n## Context Capsule\n\n- Profile: \`../elsewhere.yml\`\n`;
    const one = await agent({ 'overview.md': text });
    expect(await refusal(one, 'check', {})).toMatch(outside);
  });

  it('but an absolute path inside it is', async () => {
    const { call, folder } = await agent();
    expect((await call('check', { file: join(folder, 'overview.md') })).structuredContent).toMatchObject({ errors: 0 });
  });
});
