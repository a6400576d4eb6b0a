import type { App } from './apps.ts';
import type { Found } from './found.ts';
import { type Companion, companions } from './knowledge/companions.ts';

/** A companion that a service of the system depends on at run time. */
export interface UsedCompanion {
  readonly companion: Companion;
  readonly because: Found<string>;
}

/** What the services' dependencies say besides frameworks and servers, each thing once. */
export function companionsOf(apps: readonly App[]): readonly UsedCompanion[] {
  const dependencies = apps.flatMap(({ manifests }) => manifests.flatMap((manifest) => manifest.dependencies));
  return companions.flatMap((companion) => {
    const found = dependencies.find(({ name, isRuntime }) => isRuntime && companion.packages.includes(name));
    return found === undefined
      ? []
      : [{ companion, because: { value: found.name, file: found.file, line: found.line } }];
  });
}

/** The names of one kind, `SMTP, Resend`; undefined where there is none. */
export function named(used: readonly UsedCompanion[], says: Companion['says']): string | undefined {
  const names = used.filter(({ companion }) => companion.says === says).map(({ companion }) => companion.name);
  return names.length === 0 ? undefined : names.join(', ');
}
