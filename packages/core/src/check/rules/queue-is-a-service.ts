import { known, type Model, type Span, type Stated } from '#model/index';
import { saysNone } from '../none.ts';
import type { Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Sections 3, 5 and 6 against 4, 8 and 11: what keeps data or work is a part of the system like any other. */
export const queueIsAService: Rule = {
  name: 'queue-is-a-service',
  sentence: 'A queue, cache or storage that is named stands in a row of the services, the costs or the failures',
  severity: 'warning',
  holds: ['background-jobs/queue', 'caching/*/technology', 'context/boundary/*/name'],
  check({ model }, report) {
    const { services, costs, failures } = model.overview;
    const kept = keepers(model);
    if (services.length === 0 || kept.length === 0) return;
    const rows = wordsIn([
      ...services.flatMap(({ name, responsibility, interface: contract, protocol }) => [
        name,
        responsibility,
        contract,
        protocol,
      ]),
      ...costs.flatMap(({ service, tier }) => [service, tier]),
      ...failures.map(({ scenario }) => scenario),
    ]);
    const seen = new Set<string>();
    for (const { name, role, words, span } of kept) {
      const key = words.join(' ');
      if (words.length === 0 || seen.has(key) || words.some((word) => rows.has(word))) continue;
      seen.add(key);
      report({
        message: `${quoted(name)}, ${role}, is in no row of the services, the costs or the failures: as the document has it, it costs nothing and never fails`,
        span,
        help: `Add a row for ${quoted(name)} to the services, with its price and what happens when it is down.`,
      });
    }
  },
};

interface Keeper {
  readonly name: string;
  /** What it is, in a sentence. */
  readonly role: string;
  /** The words by which a row may name it. */
  readonly words: readonly string[];
  readonly span: Span;
}

/** What lives with whoever asks, or in the memory of who answers, is no part of its own. */
const inside =
  /\b(?:browsers?|clients?|local ?storage|session ?storage|in[- ]?(?:process|memory)|memory|heap|http cache|service worker|device|lru|disk)\b/i;
const storages = /^(?:(?:object|file|blob|media) )?storage$|^(?:message |job |task )?(?:queue|broker)$|^cache$/i;

function keepers({ overview: { jobs, caches, boundaries } }: Model): readonly Keeper[] {
  const queue = keeper(jobs.queue, 'the queue of the background jobs');
  const layers = caches.flatMap(({ layer, technology }) =>
    technology === undefined || inside.test(`${layer.value} ${technology.value}`)
      ? []
      : keeper(technology, `the cache layer ${quoted(layer.value)}`, layer.value),
  );
  const parts = boundaries.flatMap(({ name, description }) =>
    storages.test(name.value) && !inside.test(description?.value ?? '')
      ? keeper(description, `the ${name.value.toLowerCase()}`, name.value)
      : [],
  );
  return [...queue, ...layers, ...parts];
}

function keeper(stated: Stated<string> | undefined, role: string, alias = ''): Keeper[] {
  const name = known(stated);
  if (stated === undefined || name === undefined || saysNone(name) || inside.test(name)) return [];
  return [{ name, role, words: tellingWords(`${name} ${alias}`), span: stated.span }];
}

/** Words that many rows have, whatever they are about. */
const common =
  /^(?:a|an|and|as|at|by|for|from|in|of|on|or|per|the|to|via|with|it|its|own|our|all|each|queue|cache|layer|application|app|api|edge|server|service|services|managed|hosted|data|http|https|protocol|system|self|single|instance|node|cluster|version|v\d+|\d+)$/;

function tellingWords(text: string): string[] {
  return [...new Set(wordsOf(text))].filter((word) => !common.test(word));
}

function wordsIn(stated: readonly (Stated<string> | undefined)[]): ReadonlySet<string> {
  return new Set(stated.flatMap((each) => wordsOf(known(each) ?? '')));
}

/** Lower case; products by one name: PostgreSQL is Postgres. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map((word) =>
    word
      .replace(/^postgresql$/, 'postgres')
      .replace(/^(mongo)db$/, '$1')
      .replace(/(?<=[a-z]{3})s$/, ''),
  );
}
