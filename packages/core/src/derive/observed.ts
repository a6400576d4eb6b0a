import type { Model, Profile, Stated } from '#model/index';

/** A profile's entry of `observe`, and the edge that it names. */
interface Observed {
  readonly stated: Stated<string>;
  /** `Frontend → API`, by the names of the overview; absent where the entry means all edges, or is none. */
  readonly edge?: string;
}

/** Tells by its name whether an edge only watches what its policies would do: the profile names it, or all, under `observe`. */
export function observedEdges(model: Model, profile: Profile | undefined): (edge: string) => boolean {
  const entries = entriesOf(model, profile);
  const names = new Set(entries.map(({ edge }) => edge));
  const isAll = entries.some(({ stated }) => stated.value === everyEdge);
  return (edge) => isAll || names.has(edge);
}

/** The entries of `observe` that name no edge. */
export function unknownObserved(
  model: Model,
  profile: Profile | undefined,
  edges: readonly { readonly name: string }[],
): readonly Stated<string>[] {
  const known = new Set(edges.map(({ name }) => name));
  return entriesOf(model, profile)
    .filter(({ stated, edge }) => stated.value !== everyEdge && (edge === undefined || !known.has(edge)))
    .map(({ stated }) => stated);
}

const everyEdge = 'all';

function entriesOf(model: Model, profile: Profile | undefined): readonly Observed[] {
  return (profile?.observe ?? []).map((stated) => {
    const [, from, to] = /^(.{1,80}?)\s*(?:→|-->|->|=>|⇒|⟶)\s*(.{1,80})$/u.exec(stated.value) ?? [];
    if (from === undefined || to === undefined) return { stated };
    return { stated, edge: `${model.resolve(from)?.name ?? from} → ${model.resolve(to)?.name ?? to}` };
  });
}
