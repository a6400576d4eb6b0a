import { provideFromDebian } from './debian.mjs';

/** Finds Prometheus' own tool, which judges the rules that an overview derives; tests find it under `PROMTOOL`. */
export function providePromtool() {
  return provideFromDebian({
    name: 'promtool',
    variable: 'PROMTOOL',
    packages: ['prometheus'],
    file: 'usr/bin/promtool',
    asksVersion: '--version',
  });
}
