import type { StandIn } from '@asbuilt/core/derive';
import type { Address } from '#gateway/address';
import { ConfigurationError } from '#supervisor/configuration-error';
import type { Start } from '#supervisor/run';
import { serverOf, urlAt } from './server-url.ts';

/** What a provider is given. */
export interface ProviderContext {
  /** The environment of `asbuilt up`; empty for a stand-in, which never is the server that the environment names. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Gets the provider's own files. */
  readonly folder: string;
  /** The overview's. */
  readonly directory: string;
  /** As which it runs. */
  readonly service: string;
  /** What the overview and the profile say about it: where it stands in, or is an issuer. */
  readonly standIn?: StandIn;
}

/** A kind of server that the runtime brings along, or knows how to reach when the environment names one. */
export interface Provider {
  /** As the profile writes it: `provider: postgres`. */
  readonly name: string;
  readonly kind: 'database' | 'redis' | 'auth' | 'storage' | 'email';
  /** How its edges are called. */
  readonly protocol: 'http' | 'tcp';
  /** The variables that say where a server is. No service inherits them: it would go past its edge. */
  readonly variables: readonly string[];
  /** @throws {ConfigurationError} when a variable does not say what it must */
  provide(context: ProviderContext): Provided;
}

/** What a provider decided on. */
export type Provided = EmbeddedServer | ExternalServer;

interface Askable {
  /** Asks the server itself, once it is up, how many connections it accepts from services. Rejects when it does not say. */
  readonly connectionLimit?: () => Promise<number>;
}

export interface EmbeddedServer extends Askable {
  readonly kind: 'embedded';
  readonly start: Start;
  readonly addressThrough: AddressThrough;
  /** What callers are told besides, by the variables that their libraries read; the profile's own `env:` goes before it. */
  readonly variablesFor?: (edge: Address) => Readonly<Record<string, string>>;
  /** Of that, what no log may have. */
  readonly secrets?: () => readonly string[];
}

export interface ExternalServer extends Askable {
  readonly kind: 'external';
  readonly target: Address;
  readonly addressThrough: AddressThrough;
}

/** What a client is given so that it comes to the server through an edge that listens at `edge`. An embedded server must have been started before. */
export type AddressThrough = (edge: Address) => string;

interface Expected {
  readonly variable: string;
  /** How it is written. */
  readonly form: string;
  readonly protocols: readonly string[];
}

/** @throws {ConfigurationError} when the variable names no server of that kind */
export function externalServer(text: string, { variable, form, protocols }: Expected): ExternalServer {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const target = url === undefined ? undefined : serverOf(url);
  if (url === undefined || target === undefined || !protocols.includes(url.protocol)) {
    // The value is not quoted: it may hold a password.
    throw new ConfigurationError(`${variable} does not say where the server is; write it as ${form}`);
  }
  return { kind: 'external', target, addressThrough: (edge) => urlAt(url, edge).replace(/\/$/, '') };
}
