import { createPublicKey, generateKeyPairSync, randomUUID, sign, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { bundledModule, inTemporaryFolder } from './lib/bundled.mjs';
import { median } from './lib/statistics.mjs';

export const title =
  'time to tell whose token a call carries: one that is known (aim: 0.2 µs), one that is not, RS256 (aim: 60 µs)';

const rounds = 20;
const tokens = 1000;
const issuer = 'http://127.0.0.1';

export async function measure(say) {
  await inTemporaryFolder(async (folder) => {
    const contents = "export { openIdentities } from '../runtime/src/identity/identities.ts';";
    const { openIdentities } = await bundledModule(folder, contents);
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };
    const server = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] }))).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    try {
      const keysAt = new URL(`${issuer}:${server.address().port}/keys`);
      report(await measureRounds(openIdentities, keysAt, { privateKey, jwk }), say);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  });
}

async function measureRounds(openIdentities, keysAt, key) {
  const times = { hit: [], miss: [], signature: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const made = Array.from({ length: tokens }, () => tokenBy(key));
    const identities = await openIdentities({
      policy,
      address: async () => ({ url: keysAt, issuer }),
      now: Date.now,
      log: console,
    });
    await identities.verify(tokenBy(key));
    const one = {
      miss: await cpuUs(async () => {
        for (const token of made)
          if ((await identities.verify(token)).kind !== 'holds') throw new Error('A token did not hold.');
      }),
      hit: await cpuUs(() => askAgain(identities, made)),
      signature: await cpuUs(() => checkAlone(made, key)),
    };
    // The first round warms up.
    if (round > 0) for (const [kind, us] of Object.entries(one)) times[kind].push(us);
  }
  return times;
}

const askedAgain = 50;

/** As from a connection: each time another string with the same letters, of which nobody has a hash. */
function askAgain(identities, made) {
  const now = Date.now();
  const fresh = made.map((token) => Array.from({ length: askedAgain }, () => Buffer.from(token).toString('latin1')));
  const before = process.cpuUsage();
  for (const copies of fresh)
    for (const token of copies)
      if (identities.known(token, now) === undefined) throw new Error('A token was forgotten.');
  return used(before) / askedAgain;
}

/** What the signature alone takes. */
function checkAlone(made, { jwk }) {
  const key = createPublicKey({ key: jwk, format: 'jwk' });
  for (const token of made) {
    const end = token.lastIndexOf('.');
    if (!verify('sha256', Buffer.from(token.slice(0, end)), key, Buffer.from(token.slice(end + 1), 'base64url')))
      throw new Error('A signature did not hold.');
  }
}

/** Microseconds of processor time for one token; what `work` answers counts instead, if it does. */
async function cpuUs(work) {
  const before = process.cpuUsage();
  const own = await work();
  return (own ?? used(before)) / tokens;
}

function used(before) {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

const policy = {
  issuer,
  audience: ['harbour'],
  parties: [],
  algorithms: ['RS256'],
  rolesClaims: ['roles'],
  clockSkewMs: 5000,
  keysLastMs: 0,
  roles: ['user'],
  routes: [],
};

function tokenBy({ privateKey, jwk }) {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: issuer,
    aud: 'harbour',
    sub: randomUUID(),
    iat: now,
    exp: now + 3600,
    roles: ['user'],
    sid: randomUUID(),
  };
  const head = [{ alg: 'RS256', kid: jwk.kid, typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${head}.${sign('sha256', Buffer.from(head), privateKey).toString('base64url')}`;
}

function report({ hit, miss, signature }, say) {
  const line = (name, values) => {
    const sorted = values.toSorted((a, b) => a - b);
    const quartile = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(2);
    say(
      `${name.padEnd(22)} ${median(values).toFixed(2).padStart(7)} µs  (middle half ${quartile(0.25)}–${quartile(0.75)}, ${rounds} rounds)`,
    );
  };
  line('known', hit);
  line('not known', miss);
  line('its signature alone', signature);
}
