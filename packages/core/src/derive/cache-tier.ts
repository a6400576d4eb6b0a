import type { CacheLayer } from '#model/index';

/** How far a cache is from the user: one's own browser, what many share on the way, the application, the database. */
export type CacheTier = 'browser' | 'cdn' | 'edge' | 'proxy' | 'application' | 'database';

/** What a cache holds, as far as its use case says it. */
export type CachedData = 'static' | 'answers' | 'sessions';

/** The tiers from the user inwards, with the words that name them. */
const tierWords: readonly (readonly [CacheTier, RegExp])[] = [
  ['browser', /\b(?:browser|client|local ?storage|service worker)\b/i],
  ['cdn', /\bCDN\b/i],
  ['edge', /\bedge\b/i],
  ['proxy', /\b(?:proxy|varnish|nginx|gateway)\b/i],
  ['application', /\b(?:app|application|api|service|backend|server|redis|memcached|in[- ]process|in[- ]memory)\b/i],
  ['database', /\b(?:database|db)\b/i],
];

/** The tier of a cache by its name, or else by its technology; undefined where neither says it. */
export function tierOf({ layer, technology }: CacheLayer): CacheTier | undefined {
  for (const said of [layer.value, technology?.value ?? '']) {
    const found = tierWords.find(([, words]) => words.test(said));
    if (found !== undefined) return found[0];
  }
  return undefined;
}

/** How far from the user a tier is: 0 is the browser. */
export function distanceOf(tier: CacheTier): number {
  return tierWords.findIndex(([name]) => name === tier);
}

/** Whether one entry of the tier answers many users. */
export function isSharedOnTheWay(tier: CacheTier | undefined): boolean {
  return tier === 'cdn' || tier === 'edge' || tier === 'proxy';
}

/** What a cache holds by its use case; empty where that does not say it. */
export function dataOf({ useCase }: CacheLayer): ReadonlySet<CachedData> {
  const said = useCase?.value ?? '';
  if (/\b(?:static|assets?|images?|fonts?|scripts?|style ?sheets?|css|bundles?)\b/i.test(said))
    return new Set(['static']);
  const kinds: CachedData[] = [];
  if (/\b(?:responses?|results?|answers?|quer(?:y|ies)|pages?|html|records?|listings?|catalog(?:ue)?)\b/i.test(said))
    kinds.push('answers');
  if (/\b(?:sessions?|carts?|user (?:preferences|profiles?|settings)|(?:auth|access|user) tokens?)\b/i.test(said))
    kinds.push('sessions');
  return new Set(kinds);
}
