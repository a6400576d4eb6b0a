/** Somebody who can sign in at the stand-in. */
export interface Person {
  /** `captain`, `captain-2`: what tokens have under `sub`. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
}

/** Two people of each role: one who owns things, and one who must not touch them. */
export function peopleOf(roles: readonly string[]): readonly Person[] {
  return roles.flatMap((role) => {
    const stem = role.replaceAll(/[^a-z0-9]+/g, '-');
    return [person(stem, role), person(`${stem}-2`, role)];
  });
}

function person(id: string, role: string): Person {
  const name = id
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(' ');
  return { id, name, email: `${id}@example.com`, roles: [role] };
}
