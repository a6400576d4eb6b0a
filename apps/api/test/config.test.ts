import { describe, expect, test } from 'vitest';
import { ConfigurationError, readConfig } from '../src/config.ts';

const enough = { PORT: '4000', DATABASE_URL: 'postgres://me:secret@127.0.0.1:5432/app' };

describe('the configuration', () => {
  test('needs a port and a database, and listens on loopback', () => {
    expect(readConfig(enough)).toEqual({
      port: 4000,
      host: '127.0.0.1',
      databaseUrl: enough.DATABASE_URL,
      logLevel: 'info',
    });
  });

  test('takes the rest as it is told', () => {
    const told = { ...enough, HOST: '0.0.0.0', ASBUILT_CONTROL_URL: 'http://127.0.0.1:9000/', LOG_LEVEL: 'debug' };
    expect(readConfig(told)).toMatchObject({ host: '0.0.0.0', controlUrl: 'http://127.0.0.1:9000', logLevel: 'debug' });
  });

  test.each([
    ['no port', { PORT: undefined }, /^PORT is not set: set it to the port/],
    ['an empty port', { PORT: '' }, /^PORT is not set/],
    ['a port that is none', { PORT: '4000x' }, /^PORT is "4000x", which is no port/],
    ['a port out of range', { PORT: '65536' }, /from 0 to 65535/],
    ['no database', { DATABASE_URL: undefined }, /^DATABASE_URL is not set/],
    [
      'a database of another kind',
      { DATABASE_URL: 'mysql://me:secret@localhost/app' },
      /^DATABASE_URL is not the URL of a PostgreSQL/,
    ],
    ['a control server that is none', { ASBUILT_CONTROL_URL: 'nowhere' }, /^ASBUILT_CONTROL_URL is "nowhere"/],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /^LOG_LEVEL is "loud": set it to one of fatal,/],
  ])('with %s is refused in one sentence', (_, changed, message) => {
    const read = () => readConfig({ ...enough, ...changed });
    expect(read).toThrow(ConfigurationError);
    expect(read).toThrow(message);
    expect(read).not.toThrow(/secret/);
  });
});
