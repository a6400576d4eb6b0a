import { provideFromDebian } from './debian.mjs';

/** Finds the nginx that benchmarks compare with. */
export function provideNginx() {
  return provideFromDebian({
    name: 'nginx',
    variable: 'NGINX',
    packages: ['nginx'],
    file: 'usr/sbin/nginx',
    asksVersion: '-v',
  });
}
