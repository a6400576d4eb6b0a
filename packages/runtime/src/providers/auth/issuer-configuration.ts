import type { SigningAlgorithm } from '@asbuilt/core/model';
import type { Account, ClientMetadata, Configuration } from 'oidc-provider';
import type { IssuerKeys } from './issuer-keys.ts';
import { issuerMemory } from './issuer-memory.ts';
import type { Person } from './people.ts';

/** The one client that proves itself with a secret; every other name is that of a public client. */
const clientWithSecret = 'server';

const hour = 3600;

/** What is asked of an issuer. */
export interface IssuerWishes {
  readonly algorithm: SigningAlgorithm;
  readonly audience: string;
  readonly parties: readonly string[];
  readonly people: readonly Person[];
  /** Where the page is on which one says who to be. */
  readonly prefix: string;
  readonly rolesClaim?: string | undefined;
}

/** What access tokens say of somebody: the roles, where they are looked for too, and what is theirs. */
function claimsOf(person: Person | undefined, rolesClaim = 'roles'): Record<string, unknown> {
  const roles = person?.roles ?? [];
  const nested = rolesClaim.split('.').reduceRight<unknown>((value, name) => ({ [name]: value }), roles);
  return { ...person?.owns, ...Object(nested), roles };
}

/** How the issuer works: code with PKCE, access tokens that are JWTs with roles, refresh tokens that are good once. */
export function issuerConfiguration(keys: IssuerKeys, wishes: IssuerWishes): Configuration {
  const { algorithm, audience, parties, people, prefix, rolesClaim } = wishes;
  const byId = new Map(people.map((person) => [person.id, person]));
  return {
    adapter: issuerMemory((id) => clientOf(id, keys, algorithm), new Set(parties)),
    enabledJWA: { idTokenSigningAlgValues: [algorithm] },
    jwks: { keys: [keys.signing] },
    cookies: { keys: [keys.cookie] },
    pkce: { required: () => true },
    responseTypes: ['code'],
    clientBasedCORS: () => true,
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'roles'], profile: ['name'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => accountOf(byId.get(id)),
    extraTokenClaims: (_, token) => claimsOf('accountId' in token ? byId.get(token.accountId) : undefined, rolesClaim),
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    renderError: ({ response }, out) => {
      response.type = 'text/plain';
      response.body = `This cannot go on: ${out.error_description ?? out.error}\n`;
    },
    interactions: { url: (_, { uid }) => `${prefix}${uid}` },
    // Who has chosen who to be has agreed to what the client wants.
    loadExistingGrant: grantAll,
    ttl: {
      AccessToken: hour,
      IdToken: hour,
      Interaction: hour,
      Session: 24 * hour,
      Grant: 24 * hour,
      RefreshToken: 24 * hour,
      AuthorizationCode: 60,
    },
    features: {
      devInteractions: { enabled: false },
      // Its access tokens are for the services, and it would take none of these itself: the ID token says who somebody is.
      userinfo: { enabled: false },
      revocation: { enabled: true },
      resourceIndicators: resourcesFor(audience, algorithm),
    },
  };
}

const grantAll: NonNullable<Configuration['loadExistingGrant']> = async ({ oidc }) => {
  const scopes = [...oidc.requestParamScopes].join(' ');
  const grant = new oidc.provider.Grant({
    clientId: oidc.client?.clientId ?? '',
    accountId: oidc.session?.accountId ?? '',
  });
  grant.addOIDCScope(scopes);
  for (const resource of Object.keys(oidc.resourceServers ?? {})) grant.addResourceScope(resource, scopes);
  await grant.save();
  return grant;
};

type Features = NonNullable<Configuration['features']>;

/** What access tokens are for: JWTs for the audience, or for what the client asks. */
function resourcesFor(audience: string, alg: SigningAlgorithm): NonNullable<Features['resourceIndicators']> {
  return {
    enabled: true,
    defaultResource: () => resourceOf(audience),
    useGrantedResource: () => true,
    getResourceServerInfo: (_, resource) => ({
      scope: 'openid profile email read write',
      audience: resource === resourceOf(audience) ? audience : resource,
      accessTokenFormat: 'jwt',
      accessTokenTTL: hour,
      jwt: { sign: { alg } },
    }),
  };
}

/** Protected resources are named by URIs (RFC 8707), and audiences need not be. */
function resourceOf(audience: string): string {
  return URL.canParse(audience) ? audience : `urn:audience:${encodeURIComponent(audience)}`;
}

function clientOf(id: string, { clientSecret }: IssuerKeys, algorithm: SigningAlgorithm): ClientMetadata {
  return {
    client_id: id,
    // Native applications are asked for consent each time.
    application_type: 'web',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    id_token_signed_response_alg: algorithm,
    // Any address of this machine is allowed besides, whatever its path.
    redirect_uris: ['http://127.0.0.1/'],
    ...(id === clientWithSecret
      ? { client_secret: clientSecret, token_endpoint_auth_method: 'client_secret_basic' }
      : { token_endpoint_auth_method: 'none' }),
  };
}

function accountOf(person: Person | undefined): Account | undefined {
  if (person === undefined) return undefined;
  const { id, name, email, roles } = person;
  return { accountId: id, claims: () => ({ sub: id, name, email, email_verified: true, roles: [...roles] }) };
}
