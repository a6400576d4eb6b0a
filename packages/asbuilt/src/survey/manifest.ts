import type { Found } from './found.ts';

/** The world that a dependency's name belongs to. */
export type Ecosystem = 'npm' | 'python' | 'go';

/** What a package declares that it needs. */
export interface Dependency {
  readonly name: string;
  /** As declared: `^16.4.6`, `>=0.110`, `v1.10.0`; empty where any version will do. */
  readonly range: string;
  /** Whether it is needed where the package runs, not only where it is developed. */
  readonly isRuntime: boolean;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** A manifest: package.json, pyproject.toml, requirements.txt, go.mod. */
export interface Manifest {
  readonly ecosystem: Ecosystem;
  readonly file: string;
  /** `.` for the repository's own folder. */
  readonly folder: string;
  readonly name?: Found<string>;
  readonly description?: Found<string>;
  readonly dependencies: readonly Dependency[];
  /** Where it says how it is started: a `start`, `dev` or `serve` script; absent where it says nothing. */
  readonly start?: Found<string>;
}
