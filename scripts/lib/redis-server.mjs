import { provideFromDebian } from './debian.mjs';

/** Finds a Redis server for the tests that speak with a real one; they find it under `REDIS_SERVER`. */
export function provideRedisServer() {
  return provideFromDebian({
    name: 'redis-server',
    variable: 'REDIS_SERVER',
    packages: [
      'redis-server',
      'redis-tools',
      'libjemalloc2',
      'liblua5.1-0',
      'liblzf1',
      'libatomic1',
      'lua-cjson',
      'lua-bitop',
    ],
    file: 'usr/bin/redis-server',
    asksVersion: '--version',
  });
}
