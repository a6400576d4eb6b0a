import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import runtime from '../../../runtime/package.json' with { type: 'json' };
import { freePort } from '../../../runtime/test/free-port.ts';
import { startCli } from './support/cli-process.ts';
import { run, unpackBeside } from './support/packed.ts';

const overview = `# Overview

## Key Services & Contracts

| Service | Responsibility | Interface | Protocol |
|---|---|---|---|
| Auth | who is who | OpenID Connect | OAuth 2.0 |

## Data Flow

1. User → Auth (signs in)
2. Auth → User (token)
`;

it('what is published brings the issuer along, and all that it needs', { timeout: 180_000 }, async () => {
  const project = await unpackBeside(['core', 'runtime', 'asbuilt']);
  onTestFinished(() => project.remove());
  const port = await freePort();
  await writeFile(join(project.folder, 'overview.md'), overview);
  const profile = `http_port: ${port}\nservices:\n  Auth: { provider: oidc }\n`;
  await writeFile(join(project.folder, 'confer-agent.profile.yml'), profile);
  const up = startCli(join(project.folder, 'node_modules/asbuilt/dist/asbuilt.js'), project.folder, ['up']);
  await vi.waitUntil(() => up.out().includes('The system is up') || up.child.exitCode !== null, { timeout: 120_000 });
  expect(up.err()).toBe('');
  const entry = `http://127.0.0.1:${port}`;
  const discovery: unknown = await (await fetch(`${entry}/.well-known/openid-configuration`)).json();
  expect(discovery).toMatchObject({
    issuer: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    jwks_uri: `${entry}/jwks`,
  });
  const keys: unknown = await (await fetch(`${entry}/jwks`)).json();
  expect(keys).toMatchObject({ keys: [{ kty: 'RSA', alg: 'RS256' }] });
});

it('the types of what is published name nothing but what is installed with it', { timeout: 180_000 }, async () => {
  const project = await unpackBeside(['core', 'runtime']);
  onTestFinished(() => project.remove());
  const entries = Object.keys(runtime.exports).map((entry) => `import '@asbuilt/runtime${entry.slice(1)}';`);
  await writeFile(join(project.folder, 'program.mts'), entries.join('\n'));
  const options = [
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--types',
    'node',
    '--skipLibCheck',
    'false',
  ];
  const tsc = ['--no-install', 'tsc', '--noEmit', '--listFiles', ...options, 'program.mts'];
  const { code, stdout } = await run('npx', tsc, project.folder);
  expect({ code, errors: stdout.match(/.*error TS.*/g) }).toEqual({ code: 0, errors: null });
  const named = new Set(stdout.match(/(?<=node_modules\/)(?!\.)(?:@[^/\n]+\/)?[^/\n]+(?=\/(?!.*node_modules\/))/g));
  expect(named).toContain('@asbuilt/runtime');
  expect(Object.keys(runtime.devDependencies).filter((name) => named.has(name))).toEqual([]);
});
