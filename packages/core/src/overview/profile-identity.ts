import type { IdentityProfile, Profile, RouteProfile, SigningAlgorithm } from '#model/index';
import { parseDemand, parseRoute } from '#model/index';
import type { YamlEntry, YamlNode } from '#text/yaml';
import { text as anyText, choice } from './notation.ts';
import {
  entriesOf,
  items,
  type ProfileFile,
  type Readers,
  readEntries,
  report,
  scalar,
  set,
  type Writable,
} from './profile-file.ts';
import { duration } from './quantity.ts';

const authKeys = [
  'system',
  'issuer',
  'jwks',
  'audience',
  'parties',
  'algorithms',
  'roles_claim',
  'cookie',
  'clock_skew',
  'routes',
];

/** `auth: Clerk`, or a map that also says whose tokens are believed, and who may come by which route. */
export function readAuth(profile: Writable<Profile>, source: ProfileFile, value: YamlNode): void {
  if (value.kind === 'scalar') {
    set(profile, 'auth', scalar(source, ['auth'], value, anyText));
    return;
  }
  const identity: Writable<IdentityProfile> = { audience: [], parties: [], algorithms: [], routes: [] };
  const entries = entriesOf(source, value, 'auth');
  readEntries(entries, readersOf(profile, identity, source), { source, keys: authKeys, place: 'auth' });
  if (identity.audience.length === 0 && identity.parties.length === 0 && entries.some(({ key }) => key !== 'system')) {
    const help = 'name what tokens for this system have under `aud` (`audience: harbour`) or `azp` (`parties: …`)';
    report(source, value, 'auth takes tokens that were made for other applications of the same issuer', help);
  }
  profile.identity = identity;
}

function readersOf(profile: Writable<Profile>, identity: Writable<IdentityProfile>, source: ProfileFile): Readers {
  const one =
    (key: 'issuer' | 'jwks' | 'cookie', isOne: (said: string) => boolean, help: string) => (node: YamlNode) => {
      const stated = scalar(source, ['auth', key], node, anyText);
      if (stated !== undefined && !isOne(stated.value)) report(source, node, `auth.${key} is not one`, help);
      else set(identity, key, stated);
    };
  const several = (key: 'audience' | 'parties') => (node: YamlNode) => {
    identity[key] = items(source, `auth.${key}`, node);
  };
  return {
    system: (node) => set(profile, 'auth', scalar(source, ['auth'], node, anyText)),
    issuer: one('issuer', isAddress, 'write its address, e.g. `https://clerk.example.com`'),
    jwks: one('jwks', isAddressOrPath, 'write its address, or its path on the service that signs people in'),
    audience: several('audience'),
    parties: several('parties'),
    algorithms: (node) => readAlgorithms(identity, source, node),
    roles_claim: (node) => set(identity, 'rolesClaim', scalar(source, ['auth', 'roles-claim'], node, anyText)),
    cookie: one('cookie', (said) => /^[\w!#$%&'*+.^`|~-]+$/.test(said), 'write the name of a cookie, e.g. `__session`'),
    clock_skew: (node) => {
      const stated = scalar(source, ['auth', 'clock-skew'], node, duration);
      if (stated === undefined || stated.value > mostSkewMs)
        report(
          source,
          node,
          'auth.clock_skew is no length of time up to 5 minutes',
          'write it with its unit, e.g. `5s`',
        );
      else identity.clockSkewMs = stated;
    },
    routes: (node) => {
      identity.routes = entriesOf(source, node, 'auth.routes').flatMap((entry) => readRoute(entry, source) ?? []);
    },
  };
}

/** Clocks that are further apart are broken, and a token would be good for long after it has expired. */
const mostSkewMs = 300_000;

/** Whoever can change what comes over plain HTTP can make keys of one's own, except where it does not leave the machine. */
function isAddress(said: string): boolean {
  return /^(?:https:\/\/[^\s/?#@]+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)(?:\/[^\s?#]*)?$/i.test(said);
}

function isAddressOrPath(said: string): boolean {
  return isAddress(said) || /^\/[^\s?#]*$/.test(said);
}

const algorithm = choice<SigningAlgorithm>({
  RS256: /^RS256$/,
  RS384: /^RS384$/,
  RS512: /^RS512$/,
  PS256: /^PS256$/,
  PS384: /^PS384$/,
  PS512: /^PS512$/,
  ES256: /^ES256$/,
  ES384: /^ES384$/,
  ES512: /^ES512$/,
  EdDSA: /^EdDSA$/,
});

function readAlgorithms(identity: Writable<IdentityProfile>, source: ProfileFile, value: YamlNode): void {
  const nodes = value.kind === 'list' ? value.items : [value];
  identity.algorithms = nodes.flatMap((node, index) => {
    const stated = scalar(source, ['auth', 'algorithm', String(index + 1)], node, algorithm);
    if (stated !== undefined) return [stated];
    const help =
      'write some of RS256, PS256, ES256, EdDSA; with a secret (HS256) or without a key (none) anybody can sign';
    report(source, node, 'auth.algorithms has one that signs with no private key', help);
    return [];
  });
}

/** `GET /articles/*: public` */
function readRoute({ key, keySpan, value }: YamlEntry, source: ProfileFile): RouteProfile | undefined {
  const pattern = parseRoute(key);
  if (pattern === undefined) {
    const message = `auth.routes has \`${key}\`, which is no route`;
    const help = 'write a path, with `*` for one part and `**` for the rest, e.g. `GET /articles/*`';
    source.problems.push({ file: source.file, message, help, span: keySpan });
    return undefined;
  }
  const allows = scalar(source, ['auth', 'route', key], value, anyText);
  const demand = allows && parseDemand(allows.value);
  if (allows === undefined || demand === undefined) {
    const help = 'write `public`, `signed-in`, or roles, e.g. `owner or admin`';
    report(source, value, `auth.routes does not say who may come by \`${key}\``, help);
    return undefined;
  }
  const hasOwner = pattern.segments.some(({ kind }) => kind === 'claim');
  const asksOwner = demand.kind === 'some' && demand.owner;
  if (hasOwner !== asksOwner) {
    const help = 'say by which claim of the token its owner is known: `/accounts/{sub}/**: owner or admin`';
    report(source, value, `\`${key}\` and who may come by it do not belong together`, help);
    return undefined;
  }
  const route = source.reading.imply([source.prefix, 'auth', 'route', key, 'path'], keySpan, key, anyText);
  return { route, allows };
}
