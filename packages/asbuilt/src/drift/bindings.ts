import type { ServiceBinding, Stated } from '@asbuilt/core/model';
import { nearest } from '@asbuilt/core/text';
import type { Comparison, Difference, DriftSubject, Place } from './comparison.ts';
import { placeInProfile, servicesPlace } from './document.ts';

type Project = DriftSubject['project'];

/** The services of the overview and those that the profile binds are the same; a profile without any binds none. */
export function compareBindings({ project }: DriftSubject): Comparison {
  const bindings = project.profile?.profile.services ?? [];
  const services = project.model.overview.services;
  const bound = new Set(bindings.map(({ service }) => service.value));
  const named = new Set(services.map(({ name }) => name.value));
  const unnamed = bindings.filter(({ service }) => !named.has(service.value));
  const unbound = bindings.length === 0 ? [] : services.filter(({ name }) => !bound.has(name.value));
  return {
    what: 'bound services',
    compared: bindings.length,
    differences: [
      ...unbound.map(({ name }) => notBound(name, project)),
      ...unnamed.flatMap((binding) => notNamed(binding, project)),
    ],
  };
}

function notBound({ value, span }: Stated<string>, project: Project): Difference {
  const file = project.profile?.file ?? '';
  return {
    rule: 'services-are-bound',
    message: `The overview names the service ${value}, but ${file} does not say where it runs`,
    at: { in: 'overview', span },
    notes: [{ ...bindingsPlace(project), message: 'The services that are bound' }],
    help: `Bind ${value} under \`services\` in ${file}, or take it out of the overview.`,
  };
}

function notNamed({ service }: ServiceBinding, { profile, model, draft, file }: Project): readonly Difference[] {
  if (profile === undefined) return [];
  const names = model.overview.services.map(({ name }) => name.value);
  const meant = nearest(service.value, names);
  return [
    {
      rule: 'services-are-bound',
      message: `The profile binds ${service.value}, but the overview names no such service${meant === undefined ? '' : `; did you mean ${meant}?`}`,
      at: placeInProfile(profile, service),
      notes: [{ ...servicesPlace(draft), message: 'The services of the overview' }],
      help: `Write ${meant ?? 'the name that the overview gives it'} here, or add ${service.value} to the services of ${file}.`,
    },
  ];
}

/** The key under which the profile binds services. */
function bindingsPlace({ profile }: Project): Place {
  const from = Math.max(0, profile?.text.search(/^services\b/m) ?? 0);
  return { in: 'profile', file: profile?.file ?? '', span: { from, to: from + 'services'.length } };
}
