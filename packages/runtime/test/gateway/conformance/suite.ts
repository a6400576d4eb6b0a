// What bench/conformance.mjs bundles.

export { drills } from './drills.ts';
export { openAsbuilt, openFastifyProxy, openHttpProxy3 } from './node-proxies.ts';
