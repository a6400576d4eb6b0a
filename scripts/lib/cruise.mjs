import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';

/** Fewer modules than this, and the tool has looked past the code: it says "no violations" then all the same. */
const fewestModules = 100;

/** What is looked at. */
const places = [
  'packages/*/{src,test}',
  'apps/api/{src,test}',
  'apps/studio',
  'test',
  'bench',
  'scripts',
  'editors/*/src',
];

/**
 * An import that goes the wrong way.
 *
 * @typedef {object} Violation
 * @property {string} rule
 * @property {string} why the rule's sentence
 * @property {string} from
 * @property {string} to
 * @property {readonly string[]} [cycle] the files of a cycle
 */

/**
 * Follows every import of the house and holds it against .dependency-cruiser.mjs.
 *
 * @param {string} [house] the folder that holds the workspaces
 * @returns {Promise<{ readonly modules: number, readonly violations: readonly Violation[] }>}
 * @throws {Error} when too few modules were found for the answer to mean anything
 */
export async function cruiseHouse(house = root) {
  const { cruise } = await import('dependency-cruiser');
  const { default: extractTsConfig } = await import('dependency-cruiser/config-utl/extract-ts-config');
  const { default: configuration } = await import(pathToFileURL(join(root, '.dependency-cruiser.mjs')).href);
  const { forbidden, options } = configuration;
  const { enhancedResolveOptions, ...cruiseOptions } = options;
  const { output } = await cruise(
    places,
    { ...cruiseOptions, baseDir: house, validate: true, ruleSet: { forbidden }, enhancedResolveOptions },
    enhancedResolveOptions,
    { tsConfig: extractTsConfig(join(root, 'tsconfig.base.json')) },
  );
  if (typeof output === 'string') throw new Error(`dependency-cruiser gave no result: ${output}`);
  const modules = output.modules.filter(({ source }) => !source.includes('node_modules')).length;
  if (modules < fewestModules) {
    throw new Error(
      `dependency-cruiser saw ${modules} modules and should have seen ${fewestModules} at least, so its silence says nothing.`,
    );
  }
  return { modules, violations: output.summary.violations.map((violation) => toViolation(violation, forbidden)) };
}

/**
 * @param {{ rule: { name: string }, from: string, to: string, cycle?: readonly { name: string }[] }} violation
 * @param {readonly { name: string, comment: string }[]} rules
 * @returns {Violation}
 */
function toViolation({ rule, from, to, cycle }, rules) {
  const why = rules.find(({ name }) => name === rule.name)?.comment ?? '';
  return { rule: rule.name, why, from, to, ...(cycle !== undefined && { cycle: cycle.map(({ name }) => name) }) };
}
