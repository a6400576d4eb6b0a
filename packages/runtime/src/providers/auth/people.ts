/** Somebody who can sign in at the stand-in. */
export interface Person {
  /** `captain`, `captain-2`: what tokens have under `sub`. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
  /** By which routes know what is theirs, by the names of the claims. */
  readonly owns: Readonly<Record<string, string>>;
}

/**
 * Two people of each role: one who owns things, and one who must not touch them. For each claim by which routes know an
 * owner, everybody has their own id as the value.
 */
export function peopleOf(roles: readonly string[], claims: readonly string[] = []): readonly Person[] {
  return roles.flatMap((role) => {
    const stem = role.replaceAll(/[^a-z0-9]+/g, '-');
    return [person(stem, role, claims), person(`${stem}-2`, role, claims)];
  });
}

function person(id: string, role: string, claims: readonly string[]): Person {
  const name = id
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ');
  return {
    id,
    name,
    email: `${id}@example.com`,
    roles: [role],
    owns: Object.fromEntries(claims.map((claim) => [claim, id])),
  };
}
