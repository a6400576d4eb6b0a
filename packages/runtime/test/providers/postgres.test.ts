import { describe, expect, test } from 'vitest';
import { postgres } from '../../src/providers/database/postgres.ts';
import { providerNamed } from '../../src/providers/providers.ts';

const place = { file: 'profile.yml', line: 4 };

describe('the provider postgres', () => {
  test('is the server that DATABASE_URL names, reached through an edge with its user, password and options; the edge encrypts', () => {
    const provided = postgres.provide({
      env: { DATABASE_URL: 'postgres://u:p@db.test:6543/x?sslmode=require&application_name=shop' },
      folder: '/nowhere',
      directory: '/nowhere',
      service: 'Database',
    });
    expect(provided).toMatchObject({ kind: 'external', target: { host: 'db.test', port: 6543 } });
    expect(provided.addressThrough({ host: '127.0.0.1', port: 4000 })).toBe(
      'postgres://u:p@127.0.0.1:4000/x?application_name=shop&sslmode=disable',
    );
  });

  test.each(['db.test:5432', 'mysql://u:secret@db.test/x', 'postgres:///x'])(
    'refuses %s and quotes no secret',
    (url) => {
      const provide = (): unknown =>
        postgres.provide({
          env: { DATABASE_URL: url },
          folder: '/nowhere',
          directory: '/nowhere',
          service: 'Database',
        });
      expect(provide).toThrow(
        'DATABASE_URL is not the address of a PostgreSQL server; write it as postgres://user:password@host:5432/database',
      );
    },
  );

  test('is embedded when DATABASE_URL is not set, or empty', () => {
    expect(
      postgres.provide({ env: { DATABASE_URL: '' }, folder: '/nowhere', directory: '/nowhere', service: 'Database' })
        .kind,
    ).toBe('embedded');
  });
});

describe('a provider of another name', () => {
  test('is an error that names the known ones', () => {
    expect(() => providerNamed('postgre', place)).toThrow(
      'profile.yml:4: there is no provider "postgre"; did you mean "postgres"? (known: postgres, redis, oidc, s3, smtp)',
    );
    expect(() => providerNamed('oracle', place)).toThrow(
      'profile.yml:4: there is no provider "oracle"; the known ones are: postgres',
    );
  });
});
