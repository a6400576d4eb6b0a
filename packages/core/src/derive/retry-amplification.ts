import type { Failure, Model, Stated } from '#model/index';
import { failuresByName } from './by-name.ts';
import { type Call, calls } from './calls.ts';

/** How often a call is made before it is given up, the first time included. */
export interface Attempts {
  readonly attempts: number;
  /** Whether the document says the number; where it says only "retry", once more is the least that this can mean. */
  readonly isStated: boolean;
  /** Where it says that calls are tried again. */
  readonly said: Stated<unknown>;
}

/** A call that is tried again, below others that are. */
export interface RetryChain {
  /** The calls that are tried again, from the entry inwards. */
  readonly calls: readonly (Attempts & { readonly call: Call })[];
  /** How often the last of them is made for one request, at worst: the product (SRE book, "Addressing Cascading Failures"). */
  readonly attempts: number;
}

/** What the failure rows of a callee say about trying again; undefined where nothing does. */
function attemptsOf(rows: readonly Failure[]): Attempts | undefined {
  const found = rows.flatMap(({ mitigations, retries }): Attempts[] => {
    const said = mitigations.find(({ value }) => value === 'retry' || value === 'client-retry');
    if (said === undefined) return [];
    return [{ attempts: (retries?.value ?? 1) + 1, isStated: retries !== undefined, said: retries ?? said }];
  });
  return found.toSorted((one, other) => other.attempts - one.attempts).find(({ attempts }) => attempts > 1);
}

/** The tries of each callee that is tried again. */
export function attemptsByName(model: Model): ReadonlyMap<string, Attempts> {
  const tried = [...failuresByName(model)].map(([name, rows]) => [name, attemptsOf(rows)] as const);
  return new Map(tried.flatMap(([name, attempts]) => (attempts === undefined ? [] : [[name, attempts]])));
}

/** A call that is tried again, and the one above it that is. */
interface Link {
  readonly tried: RetryChain['calls'][number];
  readonly above: Link | undefined;
  readonly product: number;
  isLast: boolean;
}

/** The longest chains of calls that are tried again, one for each innermost callee: the one that multiplies the most. */
export function retryChains(model: Model): readonly RetryChain[] {
  const worst = new Map<string, Link>();
  for (const link of linksOf(model)) {
    const name = link.tried.call.to.name;
    const before = worst.get(name);
    if (link.isLast && (before === undefined || link.product > before.product)) worst.set(name, link);
  }
  return [...worst.values()].map((link) => ({ calls: chainOf(link), attempts: link.product }));
}

/** How often each callee is called for one request at worst, by its name; those that are called once are left out. */
export function worstAttempts(model: Model): ReadonlyMap<string, number> {
  const worst = new Map<string, number>();
  for (const { tried, product } of linksOf(model)) {
    const { name } = tried.call.to;
    worst.set(name, Math.max(product, worst.get(name) ?? 1));
  }
  return worst;
}

function linksOf(model: Model): readonly Link[] {
  const attempts = attemptsByName(model);
  const links: Link[] = [];
  const waiting = calls(model).map((call): { call: Call; above: Link | undefined } => ({ call, above: undefined }));
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { call } = next;
    const own = attempts.get(call.to.name);
    const link = own === undefined ? next.above : linkOf(next.above, { ...own, call });
    if (own !== undefined && link !== undefined) links.push(link);
    for (const child of call.children) waiting.push({ call: child, above: link });
  }
  return links;
}

function linkOf(above: Link | undefined, tried: Link['tried']): Link {
  if (above !== undefined) above.isLast = false;
  return { tried, above, product: (above?.product ?? 1) * tried.attempts, isLast: true };
}

function chainOf(last: Link): RetryChain['calls'] {
  const chain: Link['tried'][] = [];
  for (let link: Link | undefined = last; link !== undefined; link = link.above) chain.push(link.tried);
  return chain.toReversed();
}
