import type { RouteDemand, RoutePattern } from './route.ts';
import type { Stated } from './stated.ts';
import type { Milliseconds } from './units.ts';

/** Signatures that a token may have: each is made with a private key, and held against a public one. */
export type SigningAlgorithm =
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA';

/** Whose tokens the public entry believes, and who may come by which route, as the profile says under `auth`. */
export interface IdentityProfile {
  /** `https://clerk.example.com`, as tokens have it under `iss`. */
  readonly issuer?: Stated<string>;
  /** Address of the issuer's keys, or a path of the service that signs people in. */
  readonly jwks?: Stated<string>;
  /** What tokens have under `aud`. */
  readonly audience: readonly Stated<string>[];
  /** What tokens may have under `azp`: the application that they were made for. */
  readonly parties: readonly Stated<string>[];
  readonly algorithms: readonly Stated<SigningAlgorithm>[];
  /** The claim that names the roles, with dots between its parts: `realm_access.roles`. */
  readonly rolesClaim?: Stated<string>;
  /** A cookie that carries the token of those who send none in `Authorization`. */
  readonly cookie?: Stated<string>;
  /** How far clocks may be apart. */
  readonly clockSkewMs?: Stated<Milliseconds>;
  readonly routes: readonly RouteProfile[];
}

/** One line under `auth.routes`. */
export interface RouteProfile {
  readonly route: Stated<string>;
  readonly allows: Stated<string>;
}

/** How the public entry knows who is calling, and whom it lets in. */
export interface IdentityPolicy {
  /** What tokens have under `iss`; absent where it is the service that signs people in, which runs here and says it itself. */
  readonly issuer?: string;
  /** The service that signs people in, where the overview has one. */
  readonly service?: string;
  /** Where its keys are; absent where its discovery document says it. */
  readonly jwks?: string;
  readonly audience: readonly string[];
  readonly parties: readonly string[];
  readonly algorithms: readonly SigningAlgorithm[];
  /** Claims that may name roles, the first one that is there counts. */
  readonly rolesClaims: readonly string[];
  readonly cookie?: string;
  readonly clockSkewMs: Milliseconds;
  /** How long known keys are good for while the issuer does not answer. */
  readonly keysLastMs: Milliseconds;
  /** Lower case, from least to most powerful. */
  readonly roles: readonly string[];
  /** In their order: the first that fits counts. What none fits is let in for nobody. */
  readonly routes: readonly RoutePolicy[];
}

export interface RoutePolicy {
  /** As the profile writes it. */
  readonly text: string;
  readonly pattern: RoutePattern;
  readonly demand: RouteDemand;
}

/** How the public entry speaks TLS, as the profile says under `tls`. */
export interface TlsProfile {
  /** `development`: a certificate of our own, made at start. */
  readonly development?: Stated<string>;
  /** Paths of PEM files, which count from the overview's folder. */
  readonly cert?: Stated<string>;
  readonly key?: Stated<string>;
  /** A port on which HTTP is sent on to the public one. */
  readonly redirectPort?: Stated<number>;
}
