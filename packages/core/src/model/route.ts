/** Requests that are treated alike: `GET /articles/*`, `/accounts/{sub}/**`. */
export interface RoutePattern {
  /** Upper case; absent where every method is meant. What may be got may be asked for its head. */
  readonly methods?: readonly string[];
  readonly segments: readonly RouteSegment[];
  /** Whether any further segments may follow, none included (`/**`). */
  readonly isOpen: boolean;
}

/** One part of a path: these very letters in any case, anything, or what the caller's token has as a claim. */
export type RouteSegment =
  | { readonly kind: 'literal'; readonly lower: string }
  | { readonly kind: 'any' }
  | { readonly kind: 'claim'; readonly claim: string };

/** Who may come by a route. */
export type RouteDemand =
  | { readonly kind: 'public' }
  /** Whoever has a token that holds. */
  | { readonly kind: 'signed-in' }
  /** Whoever the path belongs to (`owner`), or has one of the roles or a more powerful one. */
  | { readonly kind: 'some'; readonly owner: boolean; readonly roles: readonly string[] };

const methodNames = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)(?:,(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS))*$/;
const literal = /^[\w.~!$&'()+,;=:@-]+$/;

/** Reads a route; undefined where it is none. */
export function parseRoute(said: string): RoutePattern | undefined {
  const [first = '', second, ...more] = said.trim().split(/\s+/);
  const path = second ?? first;
  if (more.length > 0 || !path.startsWith('/')) return undefined;
  if (second !== undefined && !methodNames.test(first)) return undefined;
  const parts = path.slice(1).split('/');
  if (parts.at(-1) === '') parts.pop();
  const isOpen = parts.at(-1) === '**';
  if (isOpen) parts.pop();
  const segments = parts.map(segmentOf);
  if (segments.some((segment) => segment === undefined)) return undefined;
  return {
    ...(second !== undefined && { methods: withHead(first.split(',')) }),
    segments: segments.filter((segment) => segment !== undefined),
    isOpen,
  };
}

function withHead(methods: readonly string[]): readonly string[] {
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}

function segmentOf(part: string): RouteSegment | undefined {
  if (part === '*') return { kind: 'any' };
  const claim = /^\{([\w.:/-]{1,100})\}$/.exec(part)?.[1];
  if (claim !== undefined) return { kind: 'claim', claim };
  return literal.test(part) && !/^\.{1,2}$/.test(part) ? { kind: 'literal', lower: part.toLowerCase() } : undefined;
}

/** Reads who may come: `public`, `signed-in`, or roles and `owner`, joined by `or`; undefined where it is none of these. */
export function parseDemand(said: string): RouteDemand | undefined {
  const words = said.trim().split(/\s+or\s+|\s*,\s*/i);
  if (words.some((word) => !/^[\p{L}\d][\p{L}\d_:. -]*$/u.test(word))) return undefined;
  const lower = words.map((word) => word.toLowerCase());
  if (lower.length === 1 && lower[0] === 'public') return { kind: 'public' };
  if (lower.length === 1 && lower[0] === 'signed-in') return { kind: 'signed-in' };
  if (lower.includes('public') || lower.includes('signed-in')) return undefined;
  return { kind: 'some', owner: lower.includes('owner'), roles: lower.filter((word) => word !== 'owner') };
}
