import type { Stated } from './stated.ts';

/** The context capsule: the constants that everybody copies. */
export interface Capsule<H = never> {
  readonly project?: Stated<string | H>;
  readonly runtimeProfile?: Stated<string | H>;
  /** TCP port, 1–65535. */
  readonly httpPort?: Stated<number | H>;
  readonly frameworks: readonly Framework<H>[];
  readonly database?: Stated<string | H>;
  readonly auth?: Stated<string | H>;
  readonly infra?: Stated<string | H>;
  /** Path of the secrets file, which never leaves the machine. */
  readonly secrets?: Stated<string | H>;
  /** Paths of the profile and of its local override, in that order. */
  readonly profiles: readonly Stated<string | H>[];
  readonly nonNegotiables: readonly Stated<string | H>[];
  /** What labels say that stood before: only the first counts. */
  readonly again?: readonly Stated<string | number | H>[];
}

/** A framework and where it is used: `Frontend=Next.js@16`. */
export interface Framework<H = never> {
  readonly part: Stated<string>;
  readonly framework: Stated<string | H>;
}
