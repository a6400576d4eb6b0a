import { join } from 'node:path';
import type { OidcStandIn } from '@asbuilt/core/derive';
import { ConfigurationError } from '#supervisor/configuration-error';
import { startInProcess } from '../in-process.ts';
import type { LocalServer } from '../local-server.ts';
import type { Provided, Provider, ProviderContext } from '../provider.ts';
import { type IssuerOptions, openIssuer } from './issuer-server.ts';
import { keptPort } from './kept-port.ts';
import { peopleOf } from './people.ts';

/** An OpenID Connect issuer of our own. A real one is named by `auth:` in the profile: its tokens are believed without an edge to it. */
export const oidc: Provider = {
  name: 'oidc',
  kind: 'auth',
  protocol: 'http',
  variables: [],
  provide: (context) => embedded(context),
};

function embedded(context: ProviderContext): Provided {
  let issuer = context.standIn?.kind === 'oidc' ? context.standIn.issuer : undefined;
  return {
    kind: 'embedded',
    start: startInProcess(async (log) => {
      const stated = statedPort(issuer);
      const port = stated ?? (await keptPort(join(context.folder, 'oidc.port')));
      const at = issuer ?? `http://127.0.0.1:${port}`;
      const server = await open(context, { port, issuer: at, log });
      issuer = at;
      return server;
    }),
    addressThrough: ({ host, port }) => `http://${host}:${port}`,
    variablesFor: () => (issuer === undefined ? {} : { OIDC_ISSUER: issuer }),
  };
}

function statedPort(issuer: string | undefined): number | undefined {
  return issuer === undefined ? undefined : Number(new URL(issuer).port);
}

interface Place {
  readonly port: number;
  readonly issuer: string;
  readonly log: (line: string) => void;
}

async function open(context: ProviderContext, place: Place): Promise<LocalServer> {
  try {
    return await openIssuer({ ...place, ...wishesOf(context) });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new ConfigurationError(
        `port ${place.port}, where ${context.service} is to be the issuer ${place.issuer}, is taken; stop what has it, or name another issuer under auth: in the profile`,
        undefined,
        { cause: error },
      );
    throw error;
  }
}

/** Where nobody said how it is to be, it is the simplest. */
const simplest: OidcStandIn = { kind: 'oidc', roles: ['user'], claims: [], parties: [] };

function wishesOf({ folder, standIn }: ProviderContext): Omit<IssuerOptions, keyof Place> {
  const said = standIn?.kind === 'oidc' ? standIn : simplest;
  const { algorithm = 'RS256', audience = 'api', parties, rolesClaim } = said;
  return {
    keysFile: join(folder, algorithm === 'RS256' ? 'oidc.keys.json' : `oidc.keys.${algorithm}.json`),
    algorithm,
    audience,
    people: peopleOf(said.roles, said.claims),
    parties,
    rolesClaim,
  };
}
