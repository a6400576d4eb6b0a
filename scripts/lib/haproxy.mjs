import { provideFromDebian } from './debian.mjs';

/** Finds the HAProxy that benchmarks compare with; they find it under `HAPROXY`. */
export function provideHaproxy() {
  return provideFromDebian({
    name: 'haproxy',
    variable: 'HAPROXY',
    packages: ['haproxy', 'liblua5.3-0', 'libopentracing-c-wrapper0', 'libopentracing1'],
    file: 'usr/sbin/haproxy',
    asksVersion: '-v',
  });
}
