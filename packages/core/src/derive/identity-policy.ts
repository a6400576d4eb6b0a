import type {
  IdentityPolicy,
  IdentityProfile,
  Milliseconds,
  Model,
  Profile,
  RoutePolicy,
  StatementPattern,
} from '#model/index';
import { known, parseDemand, parseRoute } from '#model/index';
import { failuresByName } from './by-name.ts';

/** What is taken where the document names cached tokens and no time. */
const usualKeysLastMs: Milliseconds = 3_600_000;
const usualSkewMs: Milliseconds = 5_000;

/**
 * How the public entry knows who is calling: where section 10 speaks of signing in, and the profile says whose tokens
 * are meant. Of a service that signs people in and is bound to an address, this is the issuer.
 */
export function identityPolicy(model: Model, profile: Profile | undefined): IdentityPolicy | undefined {
  const said = profile?.identity;
  if (profile === undefined || said === undefined || !speaksOfIdentity(model)) return undefined;
  const service = issuingService(model);
  const issuer = said.issuer?.value ?? addressOf(service, profile);
  // A service that runs here says itself what it calls itself.
  if (issuer === undefined && service === undefined) return undefined;
  return {
    ...(issuer !== undefined && { issuer }),
    ...(service !== undefined && { service }),
    ...tokensOf(said),
    keysLastMs: keysLastMs(model, service),
    roles: rolesOf(model),
    routes: routesOf(said),
  };
}

function routesOf({ routes }: IdentityProfile): readonly RoutePolicy[] {
  return routes.flatMap(({ route, allows }): RoutePolicy[] => {
    const pattern = parseRoute(route.value);
    const demand = parseDemand(allows.value);
    return pattern && demand ? [{ text: route.value, pattern, demand }] : [];
  });
}

type OfTokens = Omit<IdentityPolicy, 'issuer' | 'service' | 'keysLastMs' | 'roles' | 'routes'>;

function tokensOf(said: IdentityProfile): OfTokens {
  return {
    ...(said.jwks && { jwks: said.jwks.value }),
    audience: said.audience.map(({ value }) => value),
    parties: said.parties.map(({ value }) => value),
    algorithms: said.algorithms.length > 0 ? said.algorithms.map(({ value }) => value) : ['RS256', 'ES256', 'EdDSA'],
    rolesClaims: said.rolesClaim ? [said.rolesClaim.value] : ['roles', 'role', 'realm_access.roles'],
    ...(said.cookie && { cookie: said.cookie.value }),
    clockSkewMs: said.clockSkewMs?.value ?? usualSkewMs,
  };
}

/** Where a service is bound to an address. */
function addressOf(service: string | undefined, profile: Profile): string | undefined {
  const bound = profile.services.find((binding) => binding.service.value === service);
  return bound?.url?.value.replace(/\/$/, '');
}

function speaksOfIdentity({ overview }: Model): boolean {
  const { authentication, authorization } = overview.security;
  return (
    known(authentication.provider) !== undefined ||
    known(authentication.sessions) !== undefined ||
    authorization.model !== undefined ||
    authorization.roles.length > 0
  );
}

/** The service whose contract is OAuth or OpenID Connect, else the one that is called so. */
export function issuingService({ overview }: Model): string | undefined {
  const byContract = overview.services.find(({ interface: contract, protocol }) =>
    /\b(?:OAuth|OIDC|OpenID)\b/i.test(`${known(contract) ?? ''} ${known(protocol) ?? ''}`),
  );
  return (byContract ?? overview.services.find(({ name }) => /^auth\b/i.test(name.value)))?.name.value;
}

/** Without that mitigation, keys are good for as long as they are fresh. */
function keysLastMs(model: Model, service: string | undefined): Milliseconds {
  const rows = service === undefined ? model.overview.failures : (failuresByName(model).get(service) ?? []);
  const row = rows.find(({ mitigations }) => mitigations.some(({ value }) => value === 'cached-tokens'));
  if (row === undefined) return 0;
  return known(row.cachedTokensMs) ?? usualKeysLastMs;
}

/** Of section 10. Lower case, from least to most powerful. */
export function rolesOf({ overview }: Model): readonly string[] {
  return overview.security.authorization.roles.map(({ value }) => value.replace(/\s+roles?$/i, '').toLowerCase());
}

/** Roles that routes ask for and section 10 does not name, as the profile writes them: nobody would ever have one. */
export function unknownRoles({ routes, roles }: IdentityPolicy): readonly { route: string; role: string }[] {
  return routes.flatMap(({ text, demand }) =>
    demand.kind === 'some'
      ? demand.roles.filter((role) => !roles.includes(role)).map((role) => ({ route: text, role }))
      : [],
  );
}

/** The statements that a policy keeps. */
export function identityEnforces({ routes, roles }: IdentityPolicy): readonly StatementPattern[] {
  const demands = routes.flatMap(({ demand }) => (demand.kind === 'some' ? [demand] : []));
  const least = Math.min(...demands.flatMap((demand) => demand.roles.map((role) => roles.indexOf(role))));
  const asked = roles.flatMap((_, index) => (index >= least ? [`security/authorization/role/${index + 1}`] : []));
  return [
    'security/authentication/provider',
    'security/authentication/sessions',
    'failure-modes/*/cached-tokens',
    ...asked,
    ...(asked.length > 0 ? ['security/authorization/model'] : []),
    ...(demands.some(({ owner }) => owner) ? ['security/authorization/resource-level'] : []),
  ];
}
