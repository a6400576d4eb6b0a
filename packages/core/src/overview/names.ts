import { known, type Overview, type Participant } from '#model/index';
import { lettered } from '#text/lettered';

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
 * failing that, when it says more ("Backend API") or less of exactly one participant. A cache is also known by its technology.
 */
export function nameIndex(overview: Overview): NameIndex {
  const participants: Participant[] = [];
  const words = wordIndex();
  const add = (participant: Participant): void => {
    participants.push(participant);
    words.add(participant.name, participant);
  };
  const addNew = (participant: Participant): void => {
    if (words.find(participant.name) === undefined) add(participant);
  };
  for (const service of overview.services) add({ kind: 'service', name: service.name.value, service });
  for (const cache of overview.caches) add({ kind: 'cache', name: cache.layer.value, cache });
  for (const boundary of overview.boundaries) addNew({ kind: 'boundary', name: boundary.name.value, boundary });
  for (const integration of overview.integrations) {
    addNew({ kind: 'integration', name: integration.name.value, integration });
  }
  for (const participant of participants) {
    if (participant.kind === 'cache') addTechnology(participant, words);
  }
  for (const name of endsOfFlow(overview)) addNew({ kind: 'actor', name });
  return { participants, resolve: remembering((name) => words.find(name)) };
}

function addTechnology(participant: Participant & { kind: 'cache' }, words: WordIndex): void {
  const technology = known(participant.cache.technology);
  if (technology !== undefined && words.find(technology) === undefined) words.addAlias(technology, participant);
}

/** Whoever begins or ends a flow and is nothing else is outside of the system. */
function endsOfFlow({ flows }: Overview): string[] {
  return [flows[0]?.from.value, flows.at(-1)?.to.value].filter((name) => name !== undefined);
}

/** The same question is asked of many rows. */
function remembering(find: (name: string) => Participant | undefined): NameIndex['resolve'] {
  const answers = new Map<string, Participant | undefined>();
  return (name) => {
    if (!answers.has(name)) answers.set(name, find(name));
    return answers.get(name);
  };
}

const signs = lettered((letters, digits) => `[^${letters}${digits}]+`);

function wordsOf(name: string): string[] {
  const said = name.toLowerCase().replace(/\([^()]*\)/g, ' ');
  const words = said.split(signs(said)).filter((word) => word !== '');
  const telling = words.filter((word) => !kindWords.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].toSorted();
}

interface WordIndex {
  add(name: string, participant: Participant): void;
  /** A second name, found only when it is said exactly. */
  addAlias(name: string, participant: Participant): void;
  find(name: string): Participant | undefined;
}

/** Names longer than this many telling words are looked up exactly or by what says more than they do. */
const mostWordsToVary = 6;

function wordIndex(): WordIndex {
  const bySet = new Map<string, Participant[]>();
  const byWord = new Map<string, Set<Participant>>();
  const exactly = (words: readonly string[]): Participant[] => bySet.get(words.join(' ')) ?? [];
  const aliases = new Map<string, Participant>();
  const sayingMore = (words: readonly string[]): Participant[] => {
    const sets = words.map((word) => byWord.get(word) ?? new Set<Participant>());
    const [rarest, ...others] = sets.toSorted((a, b) => a.size - b.size);
    return [...(rarest ?? [])].filter((participant) => others.every((set) => set.has(participant)));
  };
  return {
    addAlias: (name, participant) => aliases.set(wordsOf(name).join(' '), participant),
    add: (name, participant) => {
      const words = wordsOf(name);
      const same = bySet.get(words.join(' '));
      if (same === undefined) bySet.set(words.join(' '), [participant]);
      else same.push(participant);
      for (const word of words) byWord.set(word, (byWord.get(word) ?? new Set()).add(participant));
    },
    find: (name) => {
      const words = wordsOf(name);
      const [same] = exactly(words);
      return (
        same ?? aliases.get(words.join(' ')) ?? theOne([...sayingMore(words), ...subsetsOf(words).flatMap(exactly)])
      );
    },
  };
}

function subsetsOf(words: readonly string[]): string[][] {
  if (words.length > mostWordsToVary) return [];
  const subsets = words.reduce<string[][]>((all, word) => [...all, ...all.map((subset) => [...subset, word])], [[]]);
  return subsets.filter((subset) => subset.length > 0 && subset.length < words.length);
}

/** A service before anything else; several are none. */
function theOne(fitting: readonly Participant[]): Participant | undefined {
  const services = fitting.filter(({ kind }) => kind === 'service');
  const chosen = services.length > 0 ? services : fitting;
  return chosen.length === 1 ? chosen[0] : undefined;
}
