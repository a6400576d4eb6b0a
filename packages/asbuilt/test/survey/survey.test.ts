import { check } from '@asbuilt/core/check';
import { type Draft, type Hole, isHole, type Stated } from '@asbuilt/core/model';
import { link, read } from '@asbuilt/core/overview';
import { describe, expect, it } from 'vitest';
import { survey } from '../../src/survey/survey.ts';
import { repositoryOf, startedPackage } from './repository-of.ts';

async function surveyed(files: Readonly<Record<string, string>>): Promise<Draft['overview']> {
  return read((await survey(repositoryOf(files), 'folder')).text).overview;
}

/** A value, or the words of the hole in its place; nothing where nothing is stated. */
function said(stated: Stated<string | number | Hole> | undefined): string {
  if (stated === undefined) return '';
  return isHole(stated.value) ? stated.value.text : String(stated.value);
}

function names(overview: Draft['overview']): string[] {
  return overview.services.map(({ name }) => said(name));
}

function steps(overview: Draft['overview']): string[] {
  return overview.flows.map(({ from, to }) => `${said(from)} → ${said(to)}`);
}

const shop = {
  'package.json': '{ "name": "@acme/shop", "private": true, "workspaces": ["apps/*", "packages/*"] }',
  'apps/web/package.json': startedPackage('web', { next: '^16.4.6', react: '19.0.0' }, { description: 'Shows goods' }),
  'apps/api/package.json': startedPackage('api', {
    fastify: '5.12.8',
    pg: '8.23.1',
    'drizzle-orm': '0.45.4',
    ioredis: '6.0.0',
    pino: '10.0.0',
    resend: '6.0.0',
    '@clerk/backend': '3.0.0',
  }),
  'packages/forms/package.json': JSON.stringify({
    name: 'forms',
    dependencies: { react: '19.0.0' },
    devDependencies: { vite: '7' },
  }),
  'examples/demo/package.json': startedPackage('demo', { express: '5.0.0' }),
  'compose.yaml': `services:
  web:
    build: ./apps/web
    ports: ["8080:3000"]
    environment: { API_URL: "http://api:3000" }
  api:
    build: ./apps/api
    depends_on: [db, cache]
    deploy: { replicas: 3 }
  db: { image: "postgres:16-alpine" }
  cache: { image: "redis:7" }
  traces: { image: "jaegertracing/all-in-one:1.60" }
`,
  '.env.example': 'HTTP_PORT=8080\nDATABASE_URL=postgres://localhost/shop\n',
  'README.md': '# Shop\n',
};

describe('the survey of a repository', () => {
  it('finds the services, and leaves libraries and examples alone', async () => {
    const overview = await surveyed(shop);
    expect(names(overview)).toEqual(['API', 'Web', 'Database', 'Cache']);
    expect(overview.services.map((service) => [said(service.interface), said(service.protocol)])).toEqual([
      ['[REST/GraphQL]', 'HTTP'],
      ['Next.js', 'HTTP'],
      ['SQL', 'Postgres protocol'],
      ['Redis commands', 'Redis protocol'],
    ]);
  });

  it('draws the flow that files tell: addresses, drivers and starts', async () => {
    expect(steps(await surveyed(shop))).toEqual([
      'User → Web',
      'Web → API',
      'API → Database',
      'Database → API',
      'API → Cache',
      'Cache → API',
      'API → Web',
      'Web → User',
    ]);
  });

  it('takes over the constants: project, port, frameworks, database, secrets, replicas', async () => {
    const { capsule, scaling, integrations, security } = await surveyed(shop);
    expect(said(capsule.project)).toBe('shop');
    expect(said(capsule.httpPort)).toBe('8080');
    expect(capsule.frameworks.map(({ part, framework }) => `${said(part)}=${said(framework)}`)).toEqual([
      'API=Fastify@5',
      'Web=Next.js@16',
    ]);
    expect(said(capsule.database)).toBe('PostgreSQL 16 with Drizzle');
    expect(said(capsule.auth)).toBe('Clerk');
    expect(said(security.authentication.provider)).toBe('Clerk');
    expect(said(capsule.secrets)).toBe('.env');
    expect(said(capsule.infra)).toBe('Docker Compose');
    expect(integrations.map(({ name, description }) => `${said(name)}: ${said(description)}`)).toContain(
      'Email: Resend',
    );
    expect(scaling.horizontal.map(({ minInstances }) => said(minInstances))).toContain('3');
  });

  it('asks what no file says', async () => {
    const { failures, slos, capsule } = await surveyed(shop);
    expect(failures.map(({ scenario, timeoutMs }) => [said(scenario), said(timeoutMs)])).toEqual([
      ['API down', '[how long one waits]'],
      ['Database down', '[how long one waits]'],
      ['Cache down', '[how long one waits]'],
    ]);
    expect(slos.map(({ objective }) => said(objective))).toEqual(Array(4).fill('[objective]'));
    expect(said(capsule.runtimeProfile)).toBe('[dev/staging/prod]');
  });

  it('says of every value which file and line it comes from, and what it left', async () => {
    const { taken, left } = await survey(repositoryOf(shop), 'folder');
    const places = taken.map(({ what, file, line }) => `${what} ${file}:${line}`);
    expect(places).toContain('port compose.yaml:4');
    expect(places).toContain('port .env.example:1');
    expect(places).toContain('Web apps/web/package.json:7');
    expect(places).toContain('Database compose.yaml:10');
    expect(places).toContain('Web → API compose.yaml:5');
    expect(places).toContain('API → Database apps/api/package.json:8');
    expect(left).toEqual([{ value: 'jaegertracing/all-in-one:1.60', file: 'compose.yaml', line: 12 }]);
  });

  it('reads back and checks without an error', async () => {
    const { text } = await survey(repositoryOf(shop), 'folder');
    const draft = read(text);
    const findings = check({ file: 'overview.md', draft, model: link(draft) });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['decisions-are-made', 'sections-are-present']));
    expect(draft.prose.map((prose) => prose.text)).toEqual([]);
  });

  it('never passes a secret on', async () => {
    const files = {
      ...shop,
      '.env.example': 'PORT=1\nAPI_KEY=topsecret\n',
      'compose.yaml': shop['compose.yaml'].replace('http://api:3000', 'http://user:topsecret@api:3000'),
    };
    const found = await survey(repositoryOf(files), 'folder');
    expect(steps(read(found.text).overview)).toContain('Web → API');
    expect(JSON.stringify(found)).not.toContain('topsecret');
  });
});

describe('a survey with less to go by', () => {
  it('leaves the port open where files disagree', async () => {
    const { capsule } = await surveyed({ ...shop, '.env.example': 'PORT=3000\n' });
    expect(said(capsule.httpPort)).toBe('[one of the ports that the files name]');
  });

  it('asks whom a page calls where no file says so', async () => {
    const { 'compose.yaml': _, ...files } = shop;
    expect(steps(await surveyed(files))).toEqual([
      'User → Web',
      'Web → [API/nobody]',
      'Web → User',
      'API → Database',
      'Database → API',
      'API → Cache',
      'Cache → API',
    ]);
  });

  it('takes a Python service by its framework and the file that starts it', async () => {
    const files = { 'api/requirements.txt': 'fastapi==0.110\nasyncpg\ncelery\n', 'api/main.py': '' };
    const overview = await surveyed(files);
    expect(names(overview)).toEqual(['API', 'Database']);
    expect(said(overview.jobs.queue)).toBe('Celery');
    expect(steps(overview)).toEqual(['User → API', 'API → Database', 'Database → API', 'API → User']);
    expect(names(await surveyed({ 'api/requirements.txt': files['api/requirements.txt'] }))).toEqual([]);
  });

  it('takes a Go service by its framework and its main.go', async () => {
    const module = 'module github.com/acme/desk\n\nrequire github.com/gin-gonic/gin v1.10.0\n';
    const overview = await surveyed({ 'go.mod': module, 'cmd/desk/main.go': 'package main\n' });
    expect(names(overview)).toEqual(['Desk']);
    expect(said(overview.capsule.frameworks[0]?.framework)).toBe('Gin@1');
  });

  it('takes a container that is built, and asks what it speaks', async () => {
    const overview = await surveyed({ 'docker-compose.yml': 'services:\n  mail-worker:\n    build: ./worker\n' });
    expect(names(overview)).toEqual(['Mail Worker']);
    expect(said(overview.services[0]?.protocol)).toBe('[protocol]');
  });

  it('tells databases of one kind apart', async () => {
    const compose = 'services:\n  orders: { image: postgres }\n  stock: { image: "docker.io/library/postgres:15" }\n';
    expect(names(await surveyed({ 'compose.yml': compose }))).toEqual(['Orders', 'Stock']);
    const two = 'services:\n  a: { image: postgres }\n  b: { image: mysql }\n';
    expect(names(await surveyed({ 'compose.yml': two }))).toEqual(['PostgreSQL', 'MySQL']);
  });

  it('has no service where nothing is one', async () => {
    const files = {
      'package.json': JSON.stringify({
        name: 'lib',
        peerDependencies: { express: '5' },
        devDependencies: { express: '5', pg: '8' },
        scripts: { start: 'x' },
      }),
    };
    const found = await survey(repositoryOf(files), 'folder');
    expect(found.services).toBe(0);
    const draft = read(found.text);
    expect(check({ file: 'x', draft, model: link(draft) }).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('keeps names that mean something in Markdown what they are', async () => {
    const files = {
      'a_b|c*/package.json': startedPackage('x', { express: '5.0.0' }, { description: 'a | b [not a hole] `c` <d>' }),
    };
    const overview = await surveyed(files);
    expect(overview.services.map(({ name, responsibility }) => [said(name), said(responsibility)])).toEqual([
      ['A B|c*', 'a | b [not a hole] `c` <d>'],
    ]);
  });
});
