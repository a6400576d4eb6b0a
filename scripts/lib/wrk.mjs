import { provideFromDebian } from './debian.mjs';

/** Finds the load generator of benchmarks. */
export function provideWrk() {
  return provideFromDebian({
    name: 'wrk',
    variable: 'WRK',
    packages: ['wrk', 'libluajit-5.1-2'],
    file: 'usr/bin/wrk',
    // It tells its version and then misses an address.
    asksVersion: '-v',
    endsWith: 1,
  });
}
