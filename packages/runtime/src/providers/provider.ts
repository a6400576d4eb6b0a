import type { Address } from '#gateway/open-edge';
import type { Start } from '#supervisor/run';

/** What a provider is given. */
export interface ProviderContext {
  /** The environment of `asbuilt up`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder of the running system's own files: a provider keeps its data there. */
  readonly stateDirectory: string;
}

/** A kind of server that the runtime brings along, or knows how to reach when the environment names one. */
export interface Provider {
  /** As the profile writes it: `provider: postgres`. */
  readonly name: string;
  readonly kind: 'database';
  /** How its edges are called. */
  readonly protocol: 'http' | 'tcp';
  /** The variables that say where a server is. No service inherits them: it would go past its edge. */
  readonly variables: readonly string[];
  /** @throws {ConfigurationError} when a variable does not say what it must */
  provide(context: ProviderContext): Provided;
}

/** What a provider decided on. */
export type Provided =
  | { readonly kind: 'embedded'; readonly start: Start; readonly addressThrough: AddressThrough }
  | { readonly kind: 'external'; readonly target: Address; readonly addressThrough: AddressThrough };

/** What a client is given so that it comes to the server through an edge that listens at `edge`. An embedded server must have been started before. */
export type AddressThrough = (edge: Address) => string;
