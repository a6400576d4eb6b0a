import {
  contentTypeOf,
  type Mitigation,
  type Model,
  type Profile,
  type Stated,
  type StaticAnswerPolicy,
  type StaticAnswerProfile,
} from '#model/index';
import { failuresByName, nameOf } from './by-name.ts';

/** A static answer of the profile that would never be given. */
export interface IdleStaticAnswer {
  readonly service: Stated<string>;
  /** Section 4 names no such service; nobody calls it over HTTP; or section 8 does not ask for it. */
  readonly why: 'unknown' | 'not-called' | 'not-asked-for';
}

/** An edge, as far as a static answer depends on it. */
interface Called {
  readonly to: string;
  readonly protocol: 'http' | 'tcp';
  readonly entry: boolean;
}

/** What an edge answers in the place of its callee that fails: what the profile says, where section 8 asks for that. */
export function staticAnswerOf(
  edge: Called,
  model: Model,
  profile: Profile | undefined,
): { readonly staticAnswer?: StaticAnswerPolicy } {
  if (edge.protocol !== 'http' || !isAskedFor(edge, model)) return {};
  const said = profile?.staticAnswers?.find(({ service }) => nameOf(model, service) === edge.to);
  const staticAnswer = said && policyOf(said);
  return staticAnswer === undefined ? {} : { staticAnswer };
}

/** The static answers of the profile that no edge gives. */
export function idleStaticAnswers(
  model: Model,
  profile: Profile | undefined,
  edges: readonly Called[],
): readonly IdleStaticAnswer[] {
  return (profile?.staticAnswers ?? []).flatMap(({ service }): readonly IdleStaticAnswer[] => {
    const name = nameOf(model, service);
    if (!model.overview.services.some((known) => known.name.value === name)) return [{ service, why: 'unknown' }];
    const calls = edges.filter(({ to, protocol }) => to === name && protocol === 'http');
    if (calls.length === 0) return [{ service, why: 'not-called' }];
    return calls.some((edge) => isAskedFor(edge, model)) ? [] : [{ service, why: 'not-asked-for' }];
  });
}

/** With these words a service's own row may mean a static answer. */
const inOwnRow: ReadonlySet<Mitigation> = new Set<Mitigation>(['static-answer', 'graceful-degradation', 'fallback']);

/** Whatever fails behind the entry shows there, so any row may ask for a static answer by its name. */
function isAskedFor({ to, entry }: Called, model: Model): boolean {
  const own = failuresByName(model).get(to) ?? [];
  const isNamed = own.some(({ mitigations }) => mitigations.some(({ value }) => inOwnRow.has(value)));
  return isNamed || (entry && model.overview.failures.some(({ mitigations }) => namesIt(mitigations)));
}

function namesIt(mitigations: readonly { readonly value: Mitigation }[]): boolean {
  return mitigations.some(({ value }) => value === 'static-answer');
}

/** Undefined for one that does not say what is answered, which the reader of the profile has told. */
function policyOf({ file, body, contentType, status }: StaticAnswerProfile): StaticAnswerPolicy | undefined {
  const kind = contentType?.value ?? (file && contentTypeOf(file.value));
  if (kind === undefined || (file === undefined) === (body === undefined)) return undefined;
  const common = { status: status?.value ?? 200, contentType: kind };
  if (file !== undefined) return { ...common, content: { kind: 'file', path: file.value } };
  return { ...common, content: { kind: 'text', text: body?.value ?? '' } };
}
