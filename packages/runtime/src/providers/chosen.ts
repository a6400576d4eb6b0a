import { nearest } from '@asbuilt/core/text';
import { ConfigurationError } from '#supervisor/configuration-error';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A provider, and the variable that its server is named by; absent where it needs none. */
export type Choices<T extends string> = Readonly<Record<T, string | undefined>>;

/**
 * The provider that a variable names, else the first whose own variable is set, else the last.
 *
 * @param variable e.g. `QUEUE_PROVIDER`
 * @throws {ConfigurationError} when the name is unknown, or the chosen provider's own variable is missing
 */
export function chosenProvider<T extends string>(variable: string, choices: Choices<T>, env: Environment): T {
  const names = Object.keys(choices).filter((name): name is Extract<T, string> => Object.hasOwn(choices, name));
  const said = env[variable];
  if (said === undefined || said === '') return bySet(variable, names, choices, env);
  const name = names.find((known) => known === said);
  if (name === undefined) {
    const meant = nearest(said, names);
    const remedy = meant === undefined ? `write one of ${names.join(', ')}` : `did you mean "${meant}"?`;
    throw new ConfigurationError(`${variable} names "${said}", and there is no such provider; ${remedy}`);
  }
  const own = choices[name];
  if (own !== undefined && !isSet(env, own))
    throw new ConfigurationError(`${variable} is "${name}", but ${own} is not set; set it, or leave ${variable} out`);
  return name;
}

function bySet<T extends string>(variable: string, names: readonly T[], choices: Choices<T>, env: Environment): T {
  const found = names.find((name) => {
    const own = choices[name];
    return own === undefined || isSet(env, own);
  });
  if (found !== undefined) return found;
  const variables = Object.values(choices).join(' or ');
  throw new ConfigurationError(
    `nothing says which server to use: set ${variables} (and ${variable} where both are set)`,
  );
}

function isSet(env: Environment, variable: string): boolean {
  return env[variable] !== undefined && env[variable] !== '';
}
