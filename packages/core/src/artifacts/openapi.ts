import { timeoutsByName } from '#derive/timeout-path';
import type { Model, Profile, Service, StatementPattern } from '#model/index';
import type { Artifact } from './artifact.ts';
import { kindByWords, placesOf, saysOutside, systemName } from './diagram/classify.ts';
import { neighboursOf } from './neighbours.ts';
import { withGaps } from './openapi/gaps.ts';
import { gatewayAnswers } from './openapi/gateway-answers.ts';
import { oneLine } from './print/escape.ts';
import { type Json, json } from './print/json.ts';
import { slugs } from './print/slug.ts';
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
  return model.overview.services.flatMap((service): readonly Artifact[] => {
    const participant = model.resolve(service.name.value);
    if (!speaksHttp(service, participant && places.get(participant))) return [];
    return [
      {
        path: openApiPath.replace('*', nameOf(service.name.value)),
        isDefault: false,
        comment: 'json',
        draws: openApiDraws,
        derive: (source) => json(skeleton(source.model, service, source.profile)),
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

function skeleton(
  model: Model,
  service: Service,
  profile: Profile | undefined,
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
    'x-overview': facts(model, name),
  };
}

/** What the overview says about the service that OpenAPI has no words for. */
function facts(model: Model, name: string): Json {
  const timeout = timeoutsByName(model).get(name);
  const { callers } = neighboursOf(model)(name);
  return {
    service: oneLine(name),
    givenUpAfter: timeout && duration(timeout.value),
    calledBy: callers.map((caller) => ({ name: oneLine(caller.name), for: caller.labels.map(oneLine) })),
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
