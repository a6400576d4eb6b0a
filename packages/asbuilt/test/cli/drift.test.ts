import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { changed, shop } from '../drift/shop.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

describe('asbuilt drift', () => {
  it('says that document and repository agree, and how much it compared', async () => {
    const { code, out, err } = await runCli(await temporaryFolder(shop), ['drift']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toBe(
      'overview.md and the repository agree. Compared: promised files 1, ports 4, bound services 3, frameworks 2, servers 2, programs and containers 4.\n',
    );
  });

  it('shows a difference with the lines of both places, and ends with 1', async () => {
    const folder = await temporaryFolder(changed('overview.md', 'Next.js@16', 'Next.js@15'));
    const { code, out } = await runCli(folder, ['drift']);
    expect(code).toBe(1);
    expect(out).toBe(
      [
        'overview.md:7:24 error frameworks-are-installed',
        'The overview says Next.js 15 for Frontend, but the repository depends on next ^16.4.6',
        ' 7 │ - Frameworks: Frontend=Next.js@15, Backend=Fastify@5',
        '   │                        ^^^^^^^^^^',
        'apps/storefront/package.json:7:5 note: next ^16.4.6 stands here',
        ' 7 │     "next": "^16.4.6",',
        '   │     ^^^^^^^^^^^^^^^^^^',
        'help: Write the version that is installed into the overview, or install the one that it states.',
        '',
        '1 error, 0 warnings in overview.md',
        'Compared: promised files 1, ports 4, bound services 3, frameworks 2, servers 2, programs and containers 4.',
        '',
      ].join('\n'),
    );
  });

  it('names files as the user does, from where the command was called', async () => {
    const files = Object.entries(changed('.env.example', '8080', '3000')).map(([path, text]) => [`shop/${path}`, text]);
    const folder = await temporaryFolder(Object.fromEntries(files));
    const { code, out } = await runCli(folder, ['drift', 'shop/overview.md', '--format', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      file: 'shop/overview.md',
      findings: [
        {
          rule: 'ports-agree',
          severity: 'error',
          message: 'The port is 3000 in .env.example, but 8080 in the profile',
          file: 'shop/.env.example',
          line: 1,
          column: 1,
          endLine: 1,
          endColumn: 10,
          notes: [expect.objectContaining({ file: 'shop/confer-agent.profile.yml', line: 1, column: 12 })],
          help: 'Write 8080 here, or change the port everywhere, the profile first.',
        },
      ],
      errors: 1,
      warnings: 0,
      compared: expect.arrayContaining([{ what: 'frameworks', compared: 2 }]),
    });
  });

  it('finds in a fresh survey only what the survey left to people', async () => {
    const { 'overview.md': _, 'confer-agent.profile.yml': __, ...files } = shop;
    const folder = await temporaryFolder(files);
    await runCli(folder, ['survey', '--out', 'overview.md']);
    const { code, out } = await runCli(folder, ['drift']);
    expect(out).toContain('the container traces (jaegertracing/jaeger:2.1), and the overview does not speak of it');
    expect(out).toContain('1 error, 0 warnings');
    expect(code).toBe(1);
  });

  it('says plainly that there was nothing to compare', async () => {
    const { code, out } = await runCli(await temporaryFolder({ 'overview.md': '# Shop\n' }), ['drift']);
    expect(code).toBe(0);
    expect(out).toMatch(/^There is nothing to compare overview\.md with: /);
  });

  it('ends with 2 where there is nothing to read', async () => {
    const { code, err } = await runCli(await temporaryFolder(), ['drift']);
    expect(code).toBe(2);
    expect(err).toContain('asbuilt: overview.md: there is no such file');
    expect(await runCli(await temporaryFolder(shop), ['drift', '--format', 'xml'])).toMatchObject({ code: 2 });
  });

  it('finds nothing in this very repository', async () => {
    const root = fileURLToPath(new URL('../../../../', import.meta.url));
    const { code, out } = await runCli(root, ['drift']);
    expect(out).toMatch(
      /^overview\.md and the repository agree\. Compared: promised files 5, ports 3, bound services 3,/,
    );
    expect(code).toBe(0);
  });
});
