import { known, type Profile, type Service, type ServiceBinding } from '#model/index';

/** A protocol over TCP that the gateway understands, so that policies hold for queries and commands. */
export type Wire = 'postgres' | 'redis';

/** What an edge speaks. */
export interface Speech {
  readonly protocol: 'http' | 'tcp';
  /** Absent where bytes are passed through as they are. */
  readonly wire?: Wire;
}

const http: Speech = { protocol: 'http' };
const tcp: Speech = { protocol: 'tcp' };
const postgres: Speech = { protocol: 'tcp', wire: 'postgres' };
const redis: Speech = { protocol: 'tcp', wire: 'redis' };

/** In this order, so that "SQL over the Postgres protocol" is PostgreSQL's. */
const words: readonly (readonly [word: RegExp, speech: Speech])[] = [
  [/\bpostgres\w*\b/i, postgres],
  [/\b(?:redis|resp[23]?|valkey)\b/i, redis],
  [/\b(?:mysql|mariadb|mongo\w*|smtp|amqp|kafka|nats)\b/i, tcp],
];

/** A service speaks what section 4 says, and what its binding in the profile tells more closely. */
export function speechOf(service: Service, profile?: Profile): Speech {
  const said = `${known(service.protocol) ?? ''} ${known(service.interface) ?? ''}`;
  const stated = spoken(said);
  if (stated !== undefined) return stated;
  if (!/\b(?:tcp|sql)\b/i.test(said) && said.trim() !== '') return http;
  return bound(service.name.value, profile) ?? (said.trim() === '' ? http : tcp);
}

function spoken(text: string): Speech | undefined {
  return words.find(([word]) => word.test(text))?.[1];
}

/** What the binding of a service, or the variable that carries its address to a caller, says. */
function bound(service: string, profile: Profile | undefined): Speech | undefined {
  const binding = profile?.services.find((each) => each.service.value === service);
  return (binding && bySelf(binding)) ?? byVariable(service, profile);
}

function bySelf({ provider, url }: ServiceBinding): Speech | undefined {
  if (provider !== undefined) return spoken(provider.value);
  return url && spoken(/^\w+:/.exec(url.value)?.[0] ?? '');
}

function byVariable(service: string, profile: Profile | undefined): Speech | undefined {
  const variables = (profile?.services ?? []).flatMap(({ edges }) =>
    Object.entries(edges).flatMap(([callee, variable]) => (callee === service ? [variable.value] : [])),
  );
  if (variables.some((name) => /^(?:DATABASE|POSTGRES(?:QL)?|PG)_?URL$/.test(name))) return postgres;
  if (variables.some((name) => /^(?:REDIS|VALKEY)_?URL$/.test(name))) return redis;
  return undefined;
}
