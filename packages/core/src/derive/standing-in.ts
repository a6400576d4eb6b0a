import {
  type IdentityProfile,
  known,
  type Model,
  type Profile,
  parseRoute,
  type Service,
  type SigningAlgorithm,
} from '#model/index';
import { issuingService, rolesOf } from './identity-policy.ts';
import { slugs } from './slug.ts';
import { speechOf } from './wire.ts';

/** What answers in the place of a service that the profile binds nothing to. */
export type StandIn =
  | { readonly kind: 'postgres' }
  | { readonly kind: 'smtp' }
  | { readonly kind: 's3' }
  | OidcStandIn
  | ContractStandIn;

/** An OpenID Connect issuer of this machine. */
export interface OidcStandIn {
  readonly kind: 'oidc';
  /** Its address, where the profile says it: `http://127.0.0.1:4790`. */
  readonly issuer?: string;
  /** What its access tokens have under `aud`; none where the profile does not say. */
  readonly audience?: string;
  /** Lower case, from least to most powerful: there are two users of each. */
  readonly roles: readonly string[];
  /** The claim that names the roles, where the profile says another one than `roles`. */
  readonly rolesClaim?: string;
  /** How tokens are signed, where the profile says it. */
  readonly algorithm?: SigningAlgorithm;
  /** Claims besides `sub` by which routes know an owner: each user has a value of their own for each. */
  readonly claims: readonly string[];
  /** What clients may be called besides plain names, since the profile believes tokens for these. */
  readonly parties: readonly string[];
}

/** A server that answers with the examples of an OpenAPI description. */
export interface ContractStandIn {
  readonly kind: 'contract';
  /** Path of the description, which counts from the overview's folder; it need not be there. */
  readonly contract: string;
}

/** What stands in for a service without a binding; undefined where the profile wants none, or there is none of its kind. */
export function standInOf(service: Service, model: Model, profile: Profile): StandIn | undefined {
  if (profile.standIns?.value === 'no') return undefined;
  const { protocol, wire } = speechOf(service, profile);
  if (wire === 'postgres') return { kind: 'postgres' };
  const said = `${known(service.interface) ?? ''} ${known(service.protocol) ?? ''}`;
  if (protocol === 'tcp') return /\bsmtp\b/i.test(said) ? { kind: 'smtp' } : undefined;
  if (/\bS3\b|\bobject stor(?:e|age)\b/i.test(said)) return { kind: 's3' };
  if (issuingService(model) === service.name.value && signsIn.test(said)) return oidcStandIn(model, profile);
  return { kind: 'contract', contract: contractOf(service) };
}

/** Contracts of issuers, by their standards and by those who sell them. */
const signsIn = /\b(?:OAuth|OIDC|OpenID|Clerk|Auth0|Keycloak|Cognito|Okta)\b/i;

/** Nobody stands in for an issuer elsewhere whose tokens the profile says are believed. */
function oidcStandIn(model: Model, profile: Profile): OidcStandIn | undefined {
  const issuer = profile.identity?.issuer?.value;
  return issuer === undefined || isOfThisMachine(issuer) ? ownIssuer(model, profile) : undefined;
}

/**
 * An issuer of this machine as section 10 and the profile want it, whether it stands in or is bound (`provider: oidc`):
 * the public entry, which goes by the same statements, believes its tokens.
 */
export function ownIssuer(model: Model, { identity }: Profile): OidcStandIn {
  const roles = rolesOf(model);
  return {
    kind: 'oidc',
    roles: roles.length > 0 ? roles : ['user'],
    ...(identity === undefined ? { claims: [], parties: [] } : tokensFor(identity)),
  };
}

function tokensFor(identity: IdentityProfile): Omit<OidcStandIn, 'kind' | 'roles'> {
  const { issuer, rolesClaim, parties } = identity;
  const [audience] = identity.audience;
  const [algorithm] = identity.algorithms;
  return {
    ...(issuer && isOfThisMachine(issuer.value) && { issuer: issuer.value }),
    ...(audience && { audience: audience.value }),
    ...(rolesClaim && { rolesClaim: rolesClaim.value }),
    ...(algorithm && { algorithm: algorithm.value }),
    claims: ownersClaims(identity),
    parties: parties.map(({ value }) => value),
  };
}

/** `team` of `/teams/{team}/**`; who somebody is (`sub`) needs no claim of its own. */
function ownersClaims({ routes }: IdentityProfile): readonly string[] {
  const segments = routes.flatMap(({ route }) => parseRoute(route.value)?.segments ?? []);
  const claims = segments.flatMap((segment) => (segment.kind === 'claim' ? [segment.claim] : []));
  return [...new Set(claims)].filter((claim) => claim !== 'sub');
}

function isOfThisMachine(address: string): boolean {
  return /^http:\/\/(?:127\.0\.0\.1|localhost):\d+$/.test(address);
}

/** The file that section 4 names as the interface, else the one that `asbuilt build` writes. */
function contractOf(service: Service): string {
  const named = /[\w./-]+\.(?:json|ya?ml)\b/i.exec(known(service.interface) ?? '');
  return named?.[0] ?? `docs/openapi/${slugs()(service.name.value)}.json`;
}
