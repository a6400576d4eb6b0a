import { describe, expect, it } from 'vitest';
import { readCompose } from '../../src/survey/readers/compose.ts';
import { readDockerfile } from '../../src/survey/readers/dockerfile.ts';
import { readEnvExample } from '../../src/survey/readers/env-example.ts';
import { readGoMod } from '../../src/survey/readers/go-mod.ts';
import { readPackageJson } from '../../src/survey/readers/package-json.ts';
import { readPyproject, readRequirements } from '../../src/survey/readers/python-manifest.ts';

/** A value of `compose.yaml`. */
function at<T>(value: T, line: number): { value: T; file: string; line: number } {
  return { value, file: 'compose.yaml', line };
}

describe('a package.json', () => {
  it('is read with the lines of its dependencies, whatever it is indented with', () => {
    const text =
      '{\n\t"name": "web",\n\t"scripts": { "dev": "next dev" },\n\t"dependencies": {\n\t\t"next": "^16.4.6"\n\t},\n\t"devDependencies": {\n\t\t"vitest": "4.1.12"\n\t}\n}\n';
    expect(readPackageJson('apps/web/package.json', text)).toEqual({
      ecosystem: 'npm',
      file: 'apps/web/package.json',
      folder: 'apps/web',
      name: { value: 'web', file: 'apps/web/package.json', line: 2 },
      start: { value: 'next dev', file: 'apps/web/package.json', line: 3 },
      dependencies: [
        { name: 'next', range: '^16.4.6', isRuntime: true, file: 'apps/web/package.json', line: 5 },
        { name: 'vitest', range: '4.1.12', isRuntime: false, file: 'apps/web/package.json', line: 8 },
      ],
    });
  });

  it('finds a dependency in its own group, though its name stands elsewhere before', () => {
    const text =
      '{\n"scripts": {\n"pg": "x"\n},\n"devDependencies": {\n"pg": "1"\n},\n"dependencies": {\n"pg": "8"\n}\n}';
    const dependencies = readPackageJson('package.json', text)?.dependencies ?? [];
    expect(dependencies.map(({ isRuntime, line }) => [isRuntime, line])).toEqual([
      [true, 9],
      [false, 6],
    ]);
  });

  it.each(['', '[]', 'null', '{ "name": '])('that is none is left aside: %j', (text) => {
    expect(readPackageJson('package.json', text)).toBeUndefined();
  });
});

describe('a compose file', () => {
  it('is read with images, builds, ports, starts, environment and replicas', () => {
    const text = `services:
  web:
    build: ./apps/web
    ports: ["127.0.0.1:\${WEB_PORT:-8080}:3000", "9229"]
    depends_on: [api]
    environment:
      API_URL: http://api:3000
    deploy: { replicas: 2 }
  api:
    build: { context: apps/api }
    depends_on:
      db: { condition: service_healthy }
    environment: ["DATABASE_URL=postgres://db:5432/app"]
  db:
    image: postgres:16-alpine
    ports:
      - target: 5432
        published: 55432
`;
    expect(readCompose('compose.yaml', text)).toEqual([
      {
        name: at('web', 2),
        build: at('apps/web', 3),
        published: [at(8080, 4)],
        dependsOn: [at('api', 5)],
        environment: [{ name: 'API_URL', ...at('http://api:3000', 7) }],
        replicas: at(2, 8),
      },
      {
        name: at('api', 9),
        build: at('apps/api', 10),
        published: [],
        dependsOn: [at('db', 12)],
        environment: [{ name: 'DATABASE_URL', ...at('postgres://db:5432/app', 13) }],
      },
      {
        name: at('db', 14),
        image: at('postgres:16-alpine', 15),
        published: [at(55432, 18)],
        dependsOn: [],
        environment: [],
      },
    ]);
  });

  it('in a folder counts what it builds from there', () => {
    const [service] = readCompose('deploy/compose.yml', 'services:\n  web:\n    build: ../apps/web\n');
    expect(service?.build?.value).toBe('apps/web');
  });

  it.each([
    ['is no YAML', 'services: [}'],
    ['has no services', 'version: "3"\n'],
    ['has services that are no map', 'services: [web]\n'],
    ['multiplies itself', `a: &a [x]\nb: &b [*a, *a]\nservices: *b\n`],
    ['is too long', `services:\n${'  a: {}\n'.repeat(50_000)}`],
  ])('that %s has nothing to take', (_, text) => {
    expect(readCompose('compose.yml', text)).toEqual([]);
  });
});

describe('a Dockerfile', () => {
  it('is what its last stage is', () => {
    const text =
      'FROM node:20 AS build\nEXPOSE 9999\nFROM --platform=linux/amd64 gcr.io/distroless/nodejs20\nEXPOSE 8080/tcp $PORT\n';
    expect(readDockerfile('api/Dockerfile', text)).toEqual({
      file: 'api/Dockerfile',
      folder: 'api',
      base: { value: 'gcr.io/distroless/nodejs20', file: 'api/Dockerfile', line: 3 },
      exposed: [{ value: 8080, file: 'api/Dockerfile', line: 4 }],
    });
  });
});

describe('an example environment', () => {
  it('is read without quotes, remarks and exports', () => {
    const text = '# server\nexport PORT=8080 # for people\nURL="postgres://u:p@db/app#1"\n\nEMPTY=\nnot a variable\n';
    expect(readEnvExample('.env.example', text)).toEqual([
      { name: 'PORT', value: '8080', file: '.env.example', line: 2 },
      { name: 'URL', value: 'postgres://u:p@db/app#1', file: '.env.example', line: 3 },
      { name: 'EMPTY', value: '', file: '.env.example', line: 5 },
    ]);
  });
});

describe('Python requirements', () => {
  it('are read from requirements.txt, names normalised', () => {
    const text = '# web\nFastAPI>=0.110,<1\nuvicorn[standard]==0.30.1 # server\npsycopg2_binary\n-r base.txt\n';
    const names = readRequirements('requirements.txt', text).dependencies.map(({ name, range, line }) => [
      name,
      range,
      line,
    ]);
    expect(names).toEqual([
      ['fastapi', '>=0.110,<1', 2],
      ['uvicorn', '==0.30.1', 3],
      ['psycopg2-binary', '', 4],
    ]);
  });

  it('for development are told by the name of the file', () => {
    expect(readRequirements('requirements-dev.txt', 'flask\n').dependencies[0]?.isRuntime).toBe(false);
  });

  it('are read from a pyproject.toml by PEP 621, and nothing of the optional ones', () => {
    const text = `[project]
name = "desk"
description = "Takes orders"
dependencies = [
  "fastapi[all]>=0.110",  # web
  'asyncpg~=0.29',
]
[project.optional-dependencies]
dev = ["flask"]
`;
    const manifest = readPyproject('api/pyproject.toml', text);
    expect(manifest).toMatchObject({ name: { value: 'desk', line: 2 }, description: { value: 'Takes orders' } });
    expect(manifest.dependencies.map(({ name, range, line }) => [name, range, line])).toEqual([
      ['fastapi', '>=0.110', 5],
      ['asyncpg', '~=0.29', 6],
    ]);
  });

  it('are read on one line, and from the tables of Poetry', () => {
    expect(
      readPyproject('pyproject.toml', '[project]\ndependencies = ["flask", "redis>=5"]\n').dependencies,
    ).toHaveLength(2);
    const poetry =
      '[tool.poetry.dependencies]\npython = "^3.12"\ndjango = "^5.0"\npsycopg = { version = "^3.1", extras = ["binary"] }\n';
    const found = readPyproject('pyproject.toml', poetry).dependencies.map(({ name, range }) => [name, range]);
    expect(found).toEqual([
      ['django', '^5.0'],
      ['psycopg', '^3.1'],
    ]);
  });
});

describe('a go.mod', () => {
  it('is read without what is required indirectly', () => {
    const text =
      'module github.com/acme/desk\n\ngo 1.23\n\nrequire github.com/gin-gonic/gin v1.10.0\n\nrequire (\n\tgithub.com/jackc/pgx/v5 v5.6.0\n\tgolang.org/x/net v0.1.0 // indirect\n)\n';
    const manifest = readGoMod('go.mod', text);
    expect(manifest.name).toEqual({ value: 'github.com/acme/desk', file: 'go.mod', line: 1 });
    expect(manifest.dependencies.map(({ name, range, line }) => [name, range, line])).toEqual([
      ['github.com/gin-gonic/gin', 'v1.10.0', 5],
      ['github.com/jackc/pgx', 'v5.6.0', 8],
    ]);
  });
});
