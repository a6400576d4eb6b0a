import { findingsJson } from '@asbuilt/core/check';
import { describe, expect, it } from 'vitest';
import { drift } from '../../src/drift/drift.ts';
import { loadProject } from '../../src/files/project.ts';
import { openRepository } from '../../src/files/repository.ts';
import { temporaryFolder } from '../cli/support/temporary-folder.ts';
import { changed, shop, shopWith } from './shop.ts';

/** What is found, each finding as its message and the places that it names, the first one where it stands. */
async function found(files: Readonly<Record<string, string>>): Promise<[message: string, ...places: string[]][]> {
  const folder = await temporaryFolder(files);
  const project = await loadProject({ cwd: folder, file: 'overview.md' });
  const { findings, texts } = await drift(project, await openRepository(folder, '.'));
  return findingsJson('overview.md', project.draft.text, findings, texts).findings.map((finding) => [
    finding.message,
    ...[finding, ...finding.notes].map(({ file = 'overview.md', line }) => `${file}:${line}`),
  ]);
}

describe('an overview and its repository', () => {
  it('agree when each says what the other does', async () => {
    expect(await found(shop)).toEqual([]);
  });

  it('agree where there is nothing to compare with', async () => {
    expect(await found({ 'overview.md': shop['overview.md'].replace('README.md', 'overview.md') })).toEqual([]);
  });

  it('differ in a file that is promised and missing', async () => {
    expect(await found(shopWith({ 'README.md': undefined }))).toEqual([
      ['The file map promises README.md, but there is no such file', 'overview.md:42'],
    ]);
  });
});

describe('the port', () => {
  it('is that of the profile', async () => {
    expect(await found(changed('overview.md', 'HTTP=8080', 'HTTP=9000'))).toEqual([
      [
        'The port is 9000 in the context capsule, but 8080 in confer-agent.profile.yml',
        'overview.md:6',
        'confer-agent.profile.yml:1',
      ],
    ]);
  });

  it('is that of the example environment', async () => {
    expect(await found(changed('.env.example', '8080', '3000'))).toEqual([
      ['The port is 3000 in .env.example, but 8080 in the profile', '.env.example:1', 'confer-agent.profile.yml:1'],
    ]);
  });

  it('is one that the container publishes which is called from outside', async () => {
    expect(await found(changed('compose.yaml', '8080:3000', '80:3000'))).toEqual([
      ['The port is 80 in compose.yaml, but 8080 in the profile', 'compose.yaml:4', 'confer-agent.profile.yml:1'],
    ]);
    const inside = changed('compose.yaml', 'api:\n    build', 'api:\n    ports: ["5000:5000"]\n    build');
    expect(await found(inside)).toEqual([]);
  });

  it('is one that a proxy publishes where the flow begins there', async () => {
    const overview = shop['overview.md']
      .replace('| Frontend | shows', '| Proxy | nginx | | HTTP |\n| Frontend | shows')
      .replace('1. Buyer → Frontend (page)\n', '1. Buyer → Proxy (page)\n2. Proxy → Frontend (page)\n');
    const compose = `${shop['compose.yaml']}  proxy: { image: "nginx:1", ports: ["80:80"] }\n`;
    const profile = `${shop['confer-agent.profile.yml']}  Proxy:\n    url: http://127.0.0.1:1\n`;
    const files = shopWith({ 'overview.md': overview, 'compose.yaml': compose, 'confer-agent.profile.yml': profile });
    expect(await found(files)).toEqual([
      ['The port is 80 in compose.yaml, but 8080 in the profile', 'compose.yaml:12', 'confer-agent.profile.yml:1'],
    ]);
  });

  it('is that of the overview where there is no profile', async () => {
    const files = shopWith({ 'confer-agent.profile.yml': undefined, '.env.example': 'HTTP_PORT="3000"\n' });
    expect(await found(files)).toContainEqual([
      'The port is 3000 in .env.example, but 8080 in the overview',
      '.env.example:1',
      'overview.md:6',
    ]);
  });
});

describe('the services of the profile', () => {
  it('are named by the overview', async () => {
    const files = changed('confer-agent.profile.yml', '  Database:', '  Databse:');
    expect(await found(files)).toEqual([
      [
        'The overview names the service Database, but confer-agent.profile.yml does not say where it runs',
        'overview.md:17',
        'confer-agent.profile.yml:2',
      ],
      [
        'The profile binds Databse, but the overview names no such service; did you mean Database?',
        'confer-agent.profile.yml:9',
        'overview.md:11',
      ],
    ]);
  });

  it('are not asked for where the profile binds none', async () => {
    const files = shopWith({
      'confer-agent.profile.yml': 'http_port: 8080\n',
      'overview.md': shop['overview.md'].replaceAll('Frontend', 'Storefront'),
    });
    expect(await found(files)).toEqual([]);
  });
});

describe('the frameworks of the capsule', () => {
  it('have the versions that manifests declare', async () => {
    expect(await found(changed('overview.md', 'Next.js@16', 'Next.js@15'))).toEqual([
      [
        'The overview says Next.js 15 for Frontend, but the repository depends on next ^16.4.6',
        'overview.md:7',
        'apps/storefront/package.json:7',
      ],
    ]);
  });

  it('are declared', async () => {
    expect(await found(changed('overview.md', 'Fastify@5', 'FastAPI'))).toEqual([
      [
        'The overview says FastAPI for Backend, but no manifest declares fastapi',
        'overview.md:7',
        'apps/api/package.json:1',
        'apps/storefront/package.json:1',
      ],
    ]);
  });

  it('are not asked for where there is a manifest that nobody reads', async () => {
    const files = { ...changed('overview.md', 'Fastify@5', 'FastAPI'), Pipfile: '' };
    expect(await found(files)).toEqual([]);
  });

  it('may be written in other ways, and may be others than a survey knows', async () => {
    expect(await found(changed('overview.md', 'Next.js@16', 'NextJS 16.4'))).toEqual([]);
    expect(await found(changed('overview.md', 'Next.js@16', 'Qwik@1'))).toEqual([]);
    expect(await found(changed('overview.md', 'Next.js@16', 'react@18'))).toEqual([
      [
        'The overview says react 18 for Frontend, but the repository depends on react 19.0.0',
        'overview.md:7',
        'apps/storefront/package.json:8',
      ],
    ]);
  });
});

describe('the database of the capsule', () => {
  it('is one that the repository speaks to', async () => {
    expect(await found(changed('overview.md', 'PostgreSQL 16', 'MySQL'))).toEqual([
      ['The overview says MySQL, but the repository uses PostgreSQL', 'overview.md:8', 'compose.yaml:9'],
    ]);
  });

  it('has a driver where nothing else may bring one', async () => {
    const files = shopWith({
      'compose.yaml': undefined,
      'apps/api/package.json': shop['apps/api/package.json'].replace('"pg"', '"left-pad"'),
    });
    expect(await found(files)).toEqual([]);
    const bare = {
      ...files,
      'apps/api/package.json': files['apps/api/package.json']?.replace('drizzle-orm', 'ms') ?? '',
    };
    expect(await found(bare)).toEqual([
      [
        'The overview says PostgreSQL, but nothing in the repository speaks to it',
        'overview.md:8',
        'apps/api/package.json:1',
        'apps/storefront/package.json:1',
      ],
    ]);
  });

  it('has the version that a container runs', async () => {
    expect(await found(changed('compose.yaml', 'postgres:16', 'postgres:15'))).toEqual([
      ['The overview says PostgreSQL 16, but the container runs PostgreSQL 15', 'overview.md:8', 'compose.yaml:9'],
    ]);
  });
});

describe('what the repository runs', () => {
  it('is named by the overview: servers by their product', async () => {
    expect(await found(changed('overview.md', '| Redis |', '| memory |'))).toEqual([
      ['The repository uses Redis (redis:7), and the overview does not name it', 'compose.yaml:10', 'overview.md:11'],
    ]);
    const more = changed('apps/api/package.json', '"pg"', '"amqplib": "1.0.0",\n    "pg"');
    expect(await found(more)).toEqual([
      [
        'The repository uses RabbitMQ (amqplib), and the overview does not name it',
        'apps/api/package.json:8',
        'overview.md:11',
      ],
    ]);
  });

  it('is named by the overview: servers by their kind, where it names no product', async () => {
    const files = shopWith({
      'overview.md': shop['overview.md']
        .replace('PostgreSQL 16 with Drizzle', 'a managed one')
        .replace('Postgres protocol', 'TCP'),
    });
    expect(await found(files)).toEqual([]);
  });

  it('is named by the overview: other containers by any of their names', async () => {
    expect(await found(changed('overview.md', 'Jaeger', 'none'))).toEqual([
      [
        'The repository runs the container traces (jaegertracing/jaeger:2.1), and the overview does not speak of it',
        'compose.yaml:11',
        'overview.md:11',
      ],
    ]);
  });

  it('is named by the overview: programs of its own', async () => {
    const files = {
      ...shop,
      'apps/admin/package.json': shop['apps/storefront/package.json'].replace('storefront', 'admin'),
    };
    expect(await found(files)).toEqual([
      [
        'The repository has the service admin (Next.js, by the dependency next ^16.4.6), but the overview names none that it could be',
        'apps/admin/package.json:7',
        'overview.md:11',
      ],
    ]);
  });

  it('is found without a profile by what it is called, or by its kind', async () => {
    const bare = shopWith({ 'confer-agent.profile.yml': undefined });
    expect(await found(bare)).toEqual([]);
    const files = shopWith({
      'confer-agent.profile.yml': undefined,
      'overview.md': shop['overview.md'].replaceAll('Frontend', 'Storefront').replaceAll('API', 'Backend'),
    });
    expect(await found(files)).toEqual([]);
  });

  it('is the system itself where the repository has but one program, at its root', async () => {
    const files = {
      'overview.md': '# Desk\n\n## Services\n\n| Service | Protocol |\n| --- | --- |\n| Counter | HTTP |\n',
      'package.json': '{ "name": "x", "scripts": { "start": "." }, "dependencies": { "fastify": "5.0.0" } }',
    };
    expect(await found(files)).toEqual([]);
  });
});
