import { type SystemPlan, unknownRoles } from '@asbuilt/core/derive';
import type { IdentityPolicy, ProfileDraft, Stated } from '@asbuilt/core/model';
import { nearest } from '@asbuilt/core/text';
import { ConfigurationError } from './configuration-error.ts';
import { placeInProfile } from './place-in-profile.ts';
import type { UpOptions } from './up-options.ts';

/**
 * What the profile says under `auth` must be kept, or there is no system: nobody is to think that routes are guarded which
 * are not. Answers whose tokens count, if any.
 *
 * @throws {ConfigurationError} for what could never hold
 */
export function identitySetup({
  plan,
  profile,
  file,
}: Pick<UpOptions, 'plan' | 'profile' | 'file'>): IdentityPolicy | undefined {
  const said = profile.profile.identity;
  const policy = policyOf(plan);
  if (said === undefined) return undefined;
  if (policy === undefined || (policy.issuer === undefined && !runsHere(policy, plan))) throw isNotKept(profile, file);
  if (policy.issuer !== undefined && !isAddressOfIssuer(policy.issuer)) {
    throw new ConfigurationError(
      `the issuer ${policy.issuer} is asked over plain HTTP, where anybody on the way can change its keys; give it as https://`,
      placeOf(profile, said.issuer),
    );
  }
  requireKnownRoles(policy, { profile, file });
  return policy;
}

function policyOf({ edges }: SystemPlan): IdentityPolicy | undefined {
  return edges.find(({ guard }) => guard?.identity !== undefined)?.guard?.identity;
}

/** Whether the service that signs people in can be asked what it calls itself. */
function runsHere({ service }: IdentityPolicy, { services }: SystemPlan): boolean {
  const planned = services.find(({ name }) => name === service);
  return planned !== undefined && (planned.binding !== undefined || 'standIn' in planned);
}

function isNotKept(profile: ProfileDraft, file: string): ConfigurationError {
  const issuer = profile.profile.identity?.issuer;
  const sentence =
    issuer === undefined
      ? 'auth does not say whose tokens count; add a line such as "issuer: https://id.example.com" to it'
      : `auth is set up, but section 10 of ${file} names no authentication, or nobody calls the system over HTTP; say there who signs people in`;
  return new ConfigurationError(sentence, placeOf(profile, issuer));
}

function placeOf(profile: ProfileDraft, stated: Stated<unknown> | undefined): { file: string; line?: number } {
  return stated === undefined ? { file: profile.file } : placeInProfile(profile, stated);
}

function isAddressOfIssuer(issuer: string): boolean {
  return /^(?:https:\/\/|http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?:[:/]|$))/i.test(issuer);
}

function requireKnownRoles(policy: IdentityPolicy, { profile, file }: Pick<UpOptions, 'profile' | 'file'>): void {
  const [unknown] = unknownRoles(policy);
  if (unknown === undefined) return;
  const { role, route } = unknown;
  const meant = nearest(role, [...policy.roles, 'owner', 'public', 'signed-in']);
  const names = policy.roles.length === 0 ? 'it names none' : `its roles are: ${policy.roles.join(', ')}`;
  const stated = profile.profile.identity?.routes.find((line) => line.route.value === route)?.allows;
  throw new ConfigurationError(
    `section 10 of ${file} names no role "${role}", so nobody could come by ${route}; ${meant === undefined ? names : `did you mean "${meant}"?`}`,
    placeOf(profile, stated),
  );
}
