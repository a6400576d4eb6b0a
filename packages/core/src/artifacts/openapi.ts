import { slugs } from '#derive/slug';
import { timeoutsByName } from '#derive/timeout-path';
import type { Model, Profile, Service, StatementPattern } from '#model/index';
import type { Artifact } from './artifact.ts';
import { kindByWords, placesOf, saysOutside, systemName } from './diagram/classify.ts';
import { neighboursOf } from './neighbours.ts';
import { withGaps } from './openapi/gaps.ts';
import { gatewayAnswers } from './openapi/gateway-answers.ts';
import { oneLine } from './print/escape.ts';
import { type Json, json } from './print/json.ts';
import { duration } from './print/units.ts';

/** Where the skeletons are; the star stands for the name of the service. */
export const openApiPath = 'docs/openapi/*.json';

/**
 * docs/openapi/*.json: an OpenAPI 3.1 description of each service of ours that speaks HTTP, as far as the overview knows
 * it. People write the paths into it; what they write stays, and what the overview says is laid into it again.
 */
export function openApis(model: Model): readonly Artifact[] {
  const nameOf = slugs();
  const places = placesOf(model);
  const facts = once(() => factsOf(model));
  return model.overview.services.flatMap((service): readonly Artifact[] => {
    const participant = model.resolve(service.name.value);
    if (!speaksHttp(service, participant && places.get(participant))) return [];
    return [
      {
        path: openApiPath.replace('*', nameOf(service.name.value)),
        isDefault: false,
        comment: 'json',
        draws: openApiDraws,
        derive: ({ profile }) => json(skeleton(model, service, { profile, facts: facts() })),
        laidInto: withGaps,
      },
    ];
  });
}

/** The statements that the skeletons show. */
export const openApiDraws: readonly StatementPattern[] = [
  'front-matter/version',
  'context-capsule/project',
  'services/*/*',
  'data-flow/*/*',
  'failure-modes/*/scenario',
  'failure-modes/*/service',
  'failure-modes/*/timeout',
];

function speaksHttp(service: Service, place: string | undefined): boolean {
  const offered = service.interface?.value;
  const spoken = service.protocol?.value;
  if (saysOutside(place, service.responsibility?.value, offered) || kindByWords(spoken, offered) !== 'container')
    return false;
  return /\b(?:https?|rest|graphql)\b/i.test(`${spoken ?? ''} ${offered ?? ''}`);
}

interface Known {
  readonly profile: Profile | undefined;
  readonly facts: (name: string) => Json;
}

function skeleton(
  model: Model,
  service: Service,
  { profile, facts }: Known,
): { readonly [key: string]: Json | undefined } {
  const { overview } = model;
  const name = model.resolve(service.name.value)?.name ?? service.name.value;
  const about = [service.responsibility, service.interface].flatMap((said) => (said ? [oneLine(said.value)] : []));
  return {
    openapi: '3.1.1',
    info: {
      title: `${oneLine(name)} of ${oneLine(systemName(model))}`,
      version: overview.task.version === undefined ? '0.0.0' : oneLine(overview.task.version.value),
      description: about.length === 0 ? undefined : about.join('. '),
    },
    paths: healthPath(name, profile),
    components: gatewayAnswers,
    'x-overview': facts(name),
  };
}

/** What the overview says about each service that OpenAPI has no words for. */
function factsOf(model: Model): (name: string) => Json {
  const timeouts = timeoutsByName(model);
  const neighbours = neighboursOf(model);
  return (name) => {
    const timeout = timeouts.get(name);
    return {
      service: oneLine(name),
      givenUpAfter: timeout && duration(timeout.value),
      calledBy: neighbours(name).callers.map((caller) => ({
        name: oneLine(caller.name),
        for: caller.labels.map(oneLine),
      })),
    };
  };
}

/** Looks at the whole overview only when the first file is derived, and then once for all. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** The one path that the profile knows: where the service says that it is ready. */
function healthPath(name: string, profile: Profile | undefined): Json {
  const health = profile?.services.find(({ service }) => service.value === name)?.health?.value;
  if (health === undefined || !health.startsWith('/')) return {};
  return {
    [health]: {
      get: { summary: 'Whether the service is ready', responses: { '200': { description: 'It is ready.' } } },
    },
  };
}
