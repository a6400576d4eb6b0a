import { describe, expect, it } from 'vitest';
import { nodeProblem } from '../../scripts/lib/node-version.mjs';

describe('the Node.js that one has', () => {
  it.each(['20.19.0', '20.20.2', '22.1.0', '24.0.0-nightly'])('will do when it is %s', (version) => {
    expect(nodeProblem(version)).toBeUndefined();
  });

  it.each(['18.20.8', '20.18.3', '9.9.9'])('will not do when it is %s, and the answer says what would', (version) => {
    expect(nodeProblem(version)).toBe(
      `Asbuilt needs Node.js 20.19.0 or newer, and this is ${version}. Install a newer one from https://nodejs.org and try again.`,
    );
  });
});
