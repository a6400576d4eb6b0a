import type { Overview, Participant } from '#model/index';

/** Words that say what kind of thing a name names, not which one. */
const kindWords = new Set([
  'service',
  'services',
  'server',
  'servers',
  'app',
  'application',
  'instance',
  'instances',
  'the',
  'system',
  'layer',
  'cluster',
  'node',
]);

export interface NameIndex {
  readonly participants: readonly Participant[];
  resolve(name: string): Participant | undefined;
}

/**
 * Finds what a name stands for. A name matches when its telling words are the same ("Auth service" is Auth, "API (VPS)" is API);
 * failing that, when it says more ("Backend API") or less of exactly one participant.
 */
export function nameIndex(overview: Overview): NameIndex {
  const participants: Participant[] = [];
  const exact = new Map<string, Participant>();
  const byWord = new Map<string, Set<Participant>>();
  const lookUp = (name: string): Participant | undefined => exact.get(keyOf(name)) ?? similar(wordsOf(name), byWord);
  const add = (participant: Participant): void => {
    participants.push(participant);
    const key = keyOf(participant.name);
    if (!exact.has(key)) exact.set(key, participant);
    for (const word of wordsOf(participant.name)) byWord.set(word, (byWord.get(word) ?? new Set()).add(participant));
  };
  for (const service of overview.services) add({ kind: 'service', name: service.name.value, service });
  for (const cache of overview.caches) add({ kind: 'cache', name: cache.layer.value, cache });
  for (const boundary of overview.boundaries) {
    if (lookUp(boundary.name.value) === undefined) add({ kind: 'boundary', name: boundary.name.value, boundary });
  }
  for (const integration of overview.integrations) {
    if (lookUp(integration.name.value) === undefined)
      add({ kind: 'integration', name: integration.name.value, integration });
  }
  addActors(overview, lookUp, add);
  return { participants, resolve: lookUp };
}

/** Whoever begins or ends a flow and is nothing else is outside of the system. */
function addActors(
  overview: Overview,
  lookUp: (name: string) => Participant | undefined,
  add: (participant: Participant) => void,
): void {
  const ends = [overview.flows[0]?.from.value, overview.flows.at(-1)?.to.value];
  for (const name of ends) if (name !== undefined && lookUp(name) === undefined) add({ kind: 'actor', name });
}

function wordsOf(name: string): string[] {
  const words = name
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const telling = words.filter((word) => !kindWords.has(word));
  return telling.length > 0 ? telling : words;
}

function keyOf(name: string): string {
  return wordsOf(name).join(' ');
}

function similar(
  words: readonly string[],
  byWord: ReadonlyMap<string, ReadonlySet<Participant>>,
): Participant | undefined {
  const candidates = new Set(words.flatMap((word) => [...(byWord.get(word) ?? [])]));
  const fitting = [...candidates].filter(
    ({ name }) => isSubset(wordsOf(name), words) || isSubset(words, wordsOf(name)),
  );
  const services = fitting.filter(({ kind }) => kind === 'service');
  const chosen = services.length > 0 ? services : fitting;
  return chosen.length === 1 ? chosen[0] : undefined;
}

function isSubset(words: readonly string[], of: readonly string[]): boolean {
  return words.every((word) => of.includes(word));
}
