import type { Capsule, Framework, Hole, Stated } from '@asbuilt/core/model';
import { named, type UsedCompanion } from './companions-of.ts';
import type { Facts } from './facts.ts';
import { type Found, nameOf } from './found.ts';
import { versionOfImage } from './knowledge/stores.ts';
import { httpPortsOf } from './ports.ts';
import { open, stated, statedOr } from './stated.ts';
import type { SurveyedService, SurveyedSystem } from './system.ts';

/** What a system is surveyed from. */
export interface Subject {
  readonly project: string;
  readonly facts: Facts;
  readonly system: SurveyedSystem;
  readonly companions: readonly UsedCompanion[];
}

/** Section 1, from what the files say. */
export function capsuleOf(subject: Subject): Capsule<Hole> {
  const { project, facts, system, companions } = subject;
  const database = databaseOf(subject);
  const secrets = secretsOf(facts);
  return {
    project: stated(project),
    runtimeProfile: open('dev/staging/prod'),
    httpPort: httpPortOf(httpPortsOf(facts, system)),
    frameworks: system.services.flatMap(frameworkOf),
    ...(database !== undefined && { database: stated(database) }),
    auth: statedOr(named(companions, 'auth'), 'who checks identities/none'),
    infra: statedOr(infrastructureOf(facts)?.value, 'where it runs'),
    secrets: secrets === undefined ? open('where secrets are kept') : stated(secrets.value, 'path'),
    profiles: profilesOf(facts),
    nonNegotiables: [],
  };
}

/** Files that name different ports leave the choice to people. The question names none of them: a number there would be read as the port. */
function httpPortOf(found: readonly Found<number>[]): Stated<number | Hole> {
  const [port, ...others] = [...new Set(found.map(({ value }) => value))];
  if (port === undefined) return open('port');
  return others.length === 0 ? stated(port, 'port') : open('one of the ports that the files name');
}

/** `Web=Next.js@16`: as much of the version as holds for every release that the range allows. */
function frameworkOf({ name, app }: SurveyedService): readonly Framework<Hole>[] {
  if (app?.framework === undefined) return [];
  const { framework, dependency } = app.framework;
  const version = majorOf(dependency.range);
  return [
    { part: stated(name), framework: stated(version === undefined ? framework.name : `${framework.name}@${version}`) },
  ];
}

/**
 * The major version that a range fixes: 16 for `^16.4.6`, `~16.4`, `16.x`, `==16.1`, `v16.0.0`; none for `>=16` and `*`. Of
 * 0.x the minor version counts as the major one, as package managers do: 0.115 for `^0.115.2`.
 */
export function majorOf(range: string): string | undefined {
  const pattern = /^(\^|~|==|~=|=)?\s*v?(\d+)(?:\.(\d+))?(?:[.\-+][\w.*+-]*)?$/;
  const [, operator, major, minor] = pattern.exec(range.trim()) ?? [];
  // `~=0.29` of PEP 440 allows 0.30.
  return major === '0' && minor !== undefined && operator !== '~=' ? `${major}.${minor}` : major;
}

/** `PostgreSQL 16 with Drizzle` */
function databaseOf({ system, companions }: Subject): string | undefined {
  const names = system.services.flatMap(({ store, compose }) => {
    if (store?.kind !== 'database') return [];
    const version = compose?.image && versionOfImage(compose.image.value);
    return [version === undefined ? store.name : `${store.name} ${version}`];
  });
  const orm = named(companions, 'orm');
  if (names.length === 0) return undefined;
  return `${names.join(' and ')}${orm === undefined ? '' : ` with ${orm}`}`;
}

const platforms: readonly (readonly [file: RegExp, name: string])[] = [
  [/^vercel\.json$/, 'Vercel'],
  [/^netlify\.toml$/, 'Netlify'],
  [/^fly\.toml$/, 'Fly.io'],
  [/^render\.yaml$/, 'Render'],
  [/^wrangler\.(?:toml|jsonc?)$/, 'Cloudflare Workers'],
  [/^Chart\.yaml$/, 'Kubernetes (Helm)'],
  [/^kustomization\.ya?ml$/, 'Kubernetes (Kustomize)'],
  [/^(?:docker-)?compose\.ya?ml$/, 'Docker Compose'],
];

/** Where it runs, as far as a file of that platform tells. */
export function infrastructureOf({ files }: Facts): Found<string> | undefined {
  for (const [pattern, value] of platforms) {
    const file = files.find((path) => pattern.test(nameOf(path)));
    if (file !== undefined) return { value, file, line: 1 };
  }
  return undefined;
}

/** Who has an example environment keeps the real one beside it, under the name without the ending. */
export function secretsOf({ environment }: Facts): Found<string> | undefined {
  const example = environment.find(({ file }) => !file.includes('/'));
  return example && { value: '.env', file: example.file, line: 1 };
}

function profilesOf({ files }: Facts): readonly Stated<string>[] {
  return files.filter((file) => file === 'confer-agent.profile.yml').map((file) => stated(`./${file}`, 'path'));
}
