import type { Account, ClientMetadata, Configuration } from 'oidc-provider';
import type { IssuerKeys } from './issuer-keys.ts';
import { issuerMemory } from './issuer-memory.ts';
import type { Person } from './people.ts';

/** The one client that proves itself with a secret; every other name is that of a public client. */
const clientWithSecret = 'server';

const hour = 3600;

/** How the issuer works: code with PKCE, access tokens that are JWTs with roles, refresh tokens that are good once. */
export function issuerConfiguration(
  keys: IssuerKeys,
  people: readonly Person[],
  { audience, prefix }: { readonly audience: string; readonly prefix: string },
): Configuration {
  const byId = new Map(people.map((person) => [person.id, person]));
  const rolesOf = (id: string | undefined): readonly string[] => byId.get(id ?? '')?.roles ?? [];
  return {
    adapter: issuerMemory((id) => clientOf(id, keys)),
    jwks: { keys: [keys.signing] },
    cookies: { keys: [keys.cookie] },
    pkce: { required: () => true },
    responseTypes: ['code'],
    clientBasedCORS: () => true,
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'roles'], profile: ['name'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => accountOf(byId.get(id)),
    extraTokenClaims: (_, token) => ({ roles: 'accountId' in token ? rolesOf(token.accountId) : [] }),
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
      resourceIndicators: resourcesFor(audience),
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
function resourcesFor(audience: string): NonNullable<Features['resourceIndicators']> {
  return {
    enabled: true,
    defaultResource: () => resourceOf(audience),
    useGrantedResource: () => true,
    getResourceServerInfo: (_, resource) => ({
      scope: 'openid profile email read write',
      audience: resource === resourceOf(audience) ? audience : resource,
      accessTokenFormat: 'jwt',
      accessTokenTTL: hour,
      jwt: { sign: { alg: 'RS256' } },
    }),
  };
}

/** Protected resources are named by URIs (RFC 8707), and audiences need not be. */
function resourceOf(audience: string): string {
  return URL.canParse(audience) ? audience : `urn:audience:${encodeURIComponent(audience)}`;
}

function clientOf(id: string, { clientSecret }: IssuerKeys): ClientMetadata {
  return {
    client_id: id,
    // Native applications are asked for consent each time.
    application_type: 'web',
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
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
