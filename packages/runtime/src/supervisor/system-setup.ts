import type { EdgePlan, SystemPlan } from '@asbuilt/core/derive';
import type { IdentityPolicy, ProfileDraft, ServiceBinding } from '@asbuilt/core/model';
import { nearest } from '@asbuilt/core/text';
import type { Certificate, StaticAnswer } from '#gateway/open-edge';
import { namedCertificate } from './certificate.ts';
import { ConfigurationError, type Place } from './configuration-error.ts';
import { requireDifferentPorts } from './different-ports.ts';
import { identitySetup } from './identity-setup.ts';
import { placeInProfile, placeOfSpan } from './place-in-profile.ts';
import { type ServiceSetup, serviceSetup } from './service-setup.ts';
import { requireSolitaryProviders } from './solitary-providers.ts';
import { startOrder } from './start-order.ts';
import { staticAnswers } from './static-answers.ts';
import type { UpOptions } from './up-options.ts';

/** What is going to run: everything that can be wrong with it before anything is started has been looked at. */
export interface SystemSetup {
  /** The edge from outside that listens on the public port. */
  readonly entry: EdgePlan;
  readonly httpPort: number;
  /** Where the profile sets it. */
  readonly httpPortPlace: Place;
  /** Whose tokens count at the entry; absent where nobody's do. */
  readonly identity?: IdentityPolicy;
  /** The certificate that the profile names; absent where it names none. */
  readonly certificate?: Certificate;
  /** What is answered in the place of services that fail, by their names. */
  readonly staticAnswers: ReadonlyMap<string, StaticAnswer>;
  /** Callees before their callers. */
  readonly services: readonly ServiceSetup[];
}

/** @throws {ConfigurationError} for the first thing that has to be mended */
export async function systemSetup(options: UpOptions): Promise<SystemSetup> {
  const { plan, profile, file } = options;
  requireNoProblems(profile);
  requireDifferentPorts(profile);
  for (const binding of profile.profile.services) requireKnownService(binding, options);
  requireKnownEdges(options);
  requireKnownCaches(options);
  const { httpPort } = profile.profile;
  if (httpPort === undefined) throw portMissing(profile);
  const entry = entryOf(plan, file, httpPort.value);
  const services: ServiceSetup[] = [];
  for (const service of plan.services) services.push(await serviceSetup(service, options));
  requireSolitaryProviders(services);
  const place = placeInProfile(profile, httpPort);
  const identity = identitySetup(options);
  const certificate = await namedCertificate(options);
  const answers = await staticAnswers(options);
  const guarded = { ...(identity && { identity }), ...(certificate && { certificate }) };
  return {
    entry,
    httpPort: httpPort.value,
    httpPortPlace: place,
    ...guarded,
    staticAnswers: answers,
    services: inStartOrder(services, plan),
  };
}

function requireNoProblems(profile: ProfileDraft): void {
  const [problem] = profile.problems;
  if (problem === undefined) return;
  throw new ConfigurationError(
    `${problem.message}; ${problem.help ?? 'mend it there'}`,
    placeOfSpan(profile, problem.file, problem.span),
  );
}

function requireKnownService(binding: ServiceBinding, { plan, profile, file }: UpOptions): void {
  if (plan.services.some((service) => service.binding === binding)) return;
  const name = binding.service.value;
  const names = plan.services.map((service) => service.name);
  const meant = nearest(name, names);
  const remedy = meant === undefined ? `its services are: ${names.join(', ')}` : `did you mean "${meant}"?`;
  throw new ConfigurationError(
    `${file} names no service "${name}"; ${remedy}`,
    placeInProfile(profile, binding.service),
  );
}

function requireKnownCaches({ plan: { unknownCaches = [], edges }, profile, file }: UpOptions): void {
  const [first] = unknownCaches;
  if (first === undefined) return;
  const names = edges.flatMap(({ cache }) => cache?.tiers.map(({ name }) => name) ?? []);
  const meant = nearest(first.value, names);
  const known = names.length === 0 ? 'the gateway keeps none' : `the gateway keeps: ${names.join(', ')}`;
  const remedy = meant === undefined ? known : `did you mean "${meant}"?`;
  throw new ConfigurationError(`${file} has no cache "${first.value}"; ${remedy}`, placeInProfile(profile, first));
}

/** What is meant to be watched only must not go on being kept because of a slip of the pen, nor the other way round. */
function requireKnownEdges({ plan: { unknownObserved = [], edges }, profile, file }: UpOptions): void {
  const [first] = unknownObserved;
  if (first === undefined) return;
  const names = edges.map(({ name }) => name);
  const meant = nearest(first.value, names);
  const remedy = meant === undefined ? `its edges are: ${names.join(', ')}` : `did you mean "${meant}"?`;
  throw new ConfigurationError(`${file} has no edge "${first.value}"; ${remedy}`, placeInProfile(profile, first));
}

function portMissing({ file }: ProfileDraft): ConfigurationError {
  return new ConfigurationError(
    'http_port is not set, and there is no default for it; add a line such as "http_port: 8080"',
    { file },
  );
}

function entryOf({ edges, services }: SystemPlan, file: string, httpPort: number): EdgePlan {
  const entries = edges.filter((edge) => edge.entry);
  const entry = entries.find((edge) => edge.protocol === 'http') ?? entries[0];
  if (entry !== undefined) return entry;
  const first = services[0]?.name ?? 'Frontend';
  throw new ConfigurationError(
    `nobody outside the system calls a service, so nothing would listen on http_port ${httpPort}; add a first step such as "User → ${first}" to the request flow`,
    { file },
  );
}

function inStartOrder(services: readonly ServiceSetup[], { edges }: SystemPlan): readonly ServiceSetup[] {
  const callees = (caller: string): readonly string[] =>
    edges.filter((edge) => edge.from === caller).map((edge) => edge.to);
  const order = startOrder(
    services.map((service) => service.name),
    callees,
  );
  return services.toSorted((one, other) => order.indexOf(one.name) - order.indexOf(other.name));
}
