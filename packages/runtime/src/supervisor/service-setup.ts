import { join } from 'node:path';
import type { EdgePlan, InstancesPlan, ServicePlan, StandIn } from '@asbuilt/core/derive';
import type { ServiceBinding, Stated } from '@asbuilt/core/model';
import type { Address } from '#gateway/address';
import type { Provided } from '#providers/provider';
import { providerNamed } from '#providers/providers';
import { serverOf, shownUrl } from '#providers/server-url';
import { provideStandIn } from '#providers/stand-ins';
import { type CommandSetup, commandSetup } from './command-setup.ts';
import { ConfigurationError, type Place } from './configuration-error.ts';
import { edgeVariables } from './edge-variables.ts';
import { instancesHere } from './instances-here.ts';
import { placeInProfile } from './place-in-profile.ts';
import { stateDirectoryOf } from './state-directory.ts';
import type { UpOptions } from './up-options.ts';

/** A service, and how the profile says that it runs. */
export interface ServiceSetup {
  readonly name: string;
  readonly runs: Runs;
  /** How many of it run here, and what changes that. */
  readonly instances: InstancesPlan;
}

export type Runs =
  | { readonly kind: 'command'; readonly command: CommandSetup }
  | { readonly kind: 'provider'; readonly provider: string; readonly provided: Provided; readonly place: Place }
  | { readonly kind: 'stand-in'; readonly standIn: StandIn; readonly provided: Provided }
  | { readonly kind: 'elsewhere'; readonly url: URL; readonly target: Address }
  | { readonly kind: 'unbound' };

/** Works out how a service runs. Throws a `ConfigurationError` for what cannot work. */
export async function serviceSetup(service: ServicePlan, options: UpOptions): Promise<ServiceSetup> {
  const { name, binding } = service;
  const instances = instancesHere(service, options);
  const runs = binding === undefined ? unboundRuns(service, options) : await runsOf(service, binding, options);
  return { name, instances, runs };
}

/** A stand-in's files are its own: what is bound later begins with none of them. */
function unboundRuns({ name, standIn }: ServicePlan, options: UpOptions): Runs {
  if (standIn === undefined) return { kind: 'unbound' };
  const folder = join(stateDirectoryOf(options), 'stand-ins', encodeURIComponent(name));
  const context = { env: {}, folder, directory: options.directory, service: name, standIn };
  return { kind: 'stand-in', standIn, provided: provideStandIn(standIn, context) };
}

async function runsOf(service: ServicePlan, binding: ServiceBinding, options: UpOptions): Promise<Runs> {
  const { name } = service;
  const variables = edgeVariables(name, binding, options);
  const way = requireOneWay(name, binding, options);
  const place = placeInProfile(options.profile, way.stated);
  switch (way.kind) {
    case 'command':
      return {
        kind: 'command',
        command: await commandSetup({ name, binding, line: way.stated, place, variables }, options),
      };
    case 'provider':
      return provide(service, way.stated.value, place, options);
    case 'url':
      return elsewhere(name, way.stated.value, place, options);
  }
}

interface Way {
  readonly kind: 'command' | 'url' | 'provider';
  readonly stated: Stated<string>;
}

function requireOneWay(name: string, binding: ServiceBinding, { profile }: UpOptions): Way {
  const ways = (['command', 'url', 'provider'] as const).flatMap((kind): Way[] => {
    const stated = binding[kind];
    return stated === undefined ? [] : [{ kind, stated }];
  });
  const [way, other] = ways;
  if (way === undefined) {
    throw new ConfigurationError(
      `nothing says where ${name} runs; give it a command, a url or a provider`,
      placeInProfile(profile, binding.service),
    );
  }
  if (other !== undefined) {
    throw new ConfigurationError(
      `${name} has both a ${way.kind} and a ${other.kind}; leave one of them out`,
      placeInProfile(profile, other.stated),
    );
  }
  return way;
}

function provide({ name, issuer }: ServicePlan, providerName: string, place: Place, options: UpOptions): Runs {
  const provider = providerNamed(providerName, place);
  requireProtocol(name, options, (edge) => edge.protocol === provider.protocol, {
    place,
    what: `the provider ${provider.name} is called by ${provider.protocol.toUpperCase()}`,
  });
  return {
    kind: 'provider',
    provider: provider.name,
    provided: provider.provide({
      env: options.env,
      folder: stateDirectoryOf(options),
      directory: options.directory,
      service: name,
      ...(issuer && { standIn: issuer }),
    }),
    place,
  };
}

function elsewhere(name: string, text: string, place: Place, options: UpOptions): Runs {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const target = url === undefined ? undefined : serverAt(url, place);
  if (url === undefined || target === undefined) {
    throw new ConfigurationError(
      `the url of ${name} does not say where it listens; write it as http://host:port or, e.g., redis://host:6379`,
      place,
    );
  }
  const isHttp = url.protocol === 'http:' || url.protocol === 'https:';
  requireProtocol(name, options, (edge) => (edge.protocol === 'http') === isHttp, {
    place,
    what: `${shownUrl(url)} is called by ${isHttp ? 'HTTP' : 'TCP'}`,
  });
  return { kind: 'elsewhere', url, target };
}

/** What is wrong with an address is wrong in the profile. */
function serverAt(url: URL, place: Place): Address | undefined {
  try {
    return serverOf(url);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(error.message, place, { cause: error });
  }
}

interface Misfit {
  readonly place: Place;
  readonly what: string;
}

function requireProtocol(
  name: string,
  { plan, file }: UpOptions,
  fits: (edge: EdgePlan) => boolean,
  { place, what }: Misfit,
): void {
  const misfit = plan.edges.find((edge) => edge.to === name && !fits(edge));
  if (misfit === undefined) return;
  const stated = misfit.protocol.toUpperCase();
  throw new ConfigurationError(
    `${what}, but by its protocol in ${file}, ${name} is called by ${stated}; mend the one or the other`,
    place,
  );
}
