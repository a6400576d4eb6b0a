import type { IdentityProfile, TlsProfile } from './identity.ts';
import type { Span } from './span.ts';
import { known, type Stated } from './stated.ts';
import type { StaticAnswerProfile } from './static-answer.ts';
import type { Bytes, Milliseconds } from './units.ts';

/**
 * The project's profile (`confer-agent.profile.yml`, with `confer-agent.profile.local.yml` laid over it).
 * `http_port` has no default anywhere.
 */
export interface Profile {
  readonly env?: Stated<string>;
  readonly httpPort?: Stated<number>;
  /** How many proxies (an ingress, a CDN) stand in front of the public port and name the client in `X-Forwarded-For`. */
  readonly trustedProxies?: Stated<number>;
  /** The same, where it says who they are: addresses and networks (`10.0.0.0/8`). */
  readonly proxyAddresses?: readonly Stated<string>[];
  readonly tls?: TlsProfile;
  readonly frameworks: readonly Stated<string>[];
  readonly db?: Stated<string>;
  readonly auth?: Stated<string>;
  /** What is said under `auth` besides the name of the system. */
  readonly identity?: IdentityProfile;
  readonly infra?: Stated<string>;
  /** Any further upper-case token that a document may use. */
  readonly tokens: Readonly<Record<string, string>>;
  /** What a finding of a rule counts as here, by the rule's name. */
  readonly rules: Readonly<Record<string, Stated<RuleLevel>>>;
  /** Modules of the project's own rules, by paths that count from the profile. */
  readonly ruleModules: readonly Stated<string>[];
  /** Whether something answers in the place of services that are not bound; where it is not said, it does. */
  readonly standIns?: Stated<'yes' | 'no'>;
  /** Edges that only watch what their policies would do, `API → Auth`, or `all`. */
  readonly observe?: readonly Stated<string>[];
  /** What is answered in the place of services that fail, where section 8 asks for that. */
  readonly staticAnswers?: readonly StaticAnswerProfile[];
  /** Bounds of the gateway, where other ones are wanted than the usual. */
  readonly limits?: LimitsProfile;
  /** Where each service of the overview really runs. */
  readonly services: readonly ServiceBinding[];
}

/** Bounds of the gateway; what is absent is as it usually is. */
export interface LimitsProfile {
  /** All headers of a request together. */
  readonly headerBytes?: Stated<Bytes>;
  /** How many of them there may be. */
  readonly headers?: Stated<number>;
  /** The largest body of a request from outside. Where section 10 states a limit as well, the smaller one holds. */
  readonly bodyBytes?: Stated<Bytes>;
  /** The largest answer that caches keep. */
  readonly answerBytes?: Stated<Bytes>;
  readonly caches?: readonly CacheBytes[];
}

/** How much a cache of section 6 may hold. */
export interface CacheBytes {
  readonly cache: Stated<string>;
  readonly bytes: Stated<Bytes>;
}

/** `off` keeps the findings of a rule to itself; the others replace its severity. */
export type RuleLevel = 'off' | 'info' | 'warning' | 'error';

/** Where a service runs: a command that is started, an address elsewhere, or a built-in provider. */
export interface ServiceBinding {
  readonly service: Stated<string>;
  /** A command line, started in `cwd` with `PORT` and the addresses of its edges in the environment. */
  readonly command?: Stated<string>;
  readonly cwd?: Stated<string>;
  /** The address of a service that runs elsewhere. */
  readonly url?: Stated<string>;
  /** A provider of the runtime: `postgres`, `redis`, `oidc`, `s3`, `smtp`. */
  readonly provider?: Stated<string>;
  /** Path that answers 200 once the service is ready. */
  readonly health?: Stated<string>;
  /** How long to wait for that. */
  readonly startsWithinMs?: Stated<Milliseconds>;
  /** After how long a TCP connection to it is closed on which nothing passes. */
  readonly idleTimeoutMs?: Stated<Milliseconds>;
  /** How many instances of it run here, where that is other than section 9 says. */
  readonly instances?: Stated<InstanceRange>;
  /** The one port that it always listens on; without it, each instance is given a free one in `PORT`. */
  readonly port?: Stated<number>;
  /** Which environment variable carries the address of which outgoing edge: `Database: DATABASE_URL`. */
  readonly edges: Readonly<Record<string, Stated<string>>>;
  /** Further environment variables. */
  readonly env: Readonly<Record<string, string>>;
}

/** From how many to how many; the same twice where it is one number. */
export interface InstanceRange {
  /** 1 or more. */
  readonly least: number;
  readonly most: number;
}

/** A profile as it was read, with what is wrong with it. */
export interface ProfileDraft {
  readonly file: string;
  readonly text: string;
  /** The local override, if there is one. Statements read from it have ids that start with `profile-local/`. */
  readonly local?: { readonly file: string; readonly text: string };
  readonly profile: Profile;
  readonly problems: readonly ProfileProblem[];
}

export interface ProfileProblem {
  readonly file: string;
  readonly message: string;
  readonly help?: string;
  readonly span: Span;
  /** What the text of the span probably should be. */
  readonly meant?: string;
}

/** The name of the file that a statement of a profile was read from. */
export function profileFileOf({ file, local }: ProfileDraft, stated: Stated<unknown>): string {
  return local !== undefined && stated.id.startsWith('profile-local/') ? local.file : file;
}

/** The tokens of the template, each with the profile's key and value. */
const tokenSources: Readonly<Record<string, readonly [key: string, value: (profile: Profile) => string | undefined]>> =
  {
    ENV: ['env', ({ env }) => known(env)],
    HTTP_PORT: ['http_port', ({ httpPort }) => known(httpPort)?.toString()],
    FRAMEWORKS: ['frameworks', ({ frameworks }) => frameworks.map(({ value }) => value).join(', ') || undefined],
    DB: ['db', ({ db }) => known(db)],
    AUTH_SYSTEM: ['auth', ({ auth }) => known(auth)],
    INFRA: ['infra', ({ infra }) => known(infra)],
  };

/** The profile's key that fills a token: `http_port` for `HTTP_PORT`, `tokens.REGION` for one of the project's own. */
export function profileKeyOf(token: string): string {
  const [key] = (Object.hasOwn(tokenSources, token) ? tokenSources[token] : undefined) ?? [`tokens.${token}`];
  return key;
}

/** The tokens that a profile fills, with their values. */
export function profileTokens(profile: Profile): Readonly<Record<string, string>> {
  const set = Object.entries(tokenSources).flatMap(([token, [, valueOf]]) => {
    const value = valueOf(profile);
    return value === undefined ? [] : [[token, value] as const];
  });
  return { ...profile.tokens, ...Object.fromEntries(set) };
}
