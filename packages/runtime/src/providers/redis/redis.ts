import { ConfigurationError } from '#supervisor/configuration-error';
import { externalServer, type Provider } from '../provider.ts';
import { askConnectionLimit } from './connection-limit.ts';

/** The Redis server that `REDIS_URL` names: there is none that could be brought along. */
export const redis: Provider = {
  name: 'redis',
  kind: 'redis',
  protocol: 'tcp',
  variables: ['REDIS_URL'],
  provide: ({ env, service }) => {
    const url = env['REDIS_URL'];
    if (url === undefined || url === '')
      throw new ConfigurationError(
        `REDIS_URL is not set, and no Redis server comes with Asbuilt for ${service}; set it to redis://host:6379, or bind ${service} to a command such as "redis-server --port $PORT"`,
      );
    const server = externalServer(url, {
      variable: 'REDIS_URL',
      form: 'redis://user:password@host:6379',
      protocols: ['redis:', 'rediss:'],
    });
    return { ...server, connectionLimit: () => askConnectionLimit(new URL(url)) };
  },
};
