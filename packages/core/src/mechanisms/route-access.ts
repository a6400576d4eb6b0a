import type { IdentityPolicy, RouteDemand, RoutePattern, RoutePolicy } from '#model/index';

/** Whoever calls, as far as routes depend on it. */
export interface Caller {
  /** Lower case. */
  readonly roles: readonly string[];
  /** The values of a claim, as text. */
  readonly claim: (name: string) => readonly string[];
}

/** `sign-in`: nobody is known to call, and somebody might be let in. `forbidden`: whoever calls is not let in. */
export type Access = 'allowed' | 'sign-in' | 'forbidden';

const whoeverSignsIn: RoutePolicy = {
  text: '/**',
  pattern: { segments: [], isOpen: true },
  demand: { kind: 'signed-in' },
};

/**
 * Who may come by which route. The first route that fits counts, whatever stands below it, and what none fits is let in
 * for nobody; where no routes are stated, for whoever has signed in.
 */
export class RouteAccess {
  readonly #routes: readonly RoutePolicy[];
  readonly #roles: readonly string[];

  constructor({ routes, roles }: Pick<IdentityPolicy, 'routes' | 'roles'>) {
    this.#routes = routes.length > 0 ? routes : [whoeverSignsIn];
    this.#roles = roles;
  }

  /** @param path the parts of a path, see `pathParts` */
  decide(method: string, path: readonly string[], caller: Caller | undefined): Access {
    const route = this.routeOf(method, path);
    const access = this.#accessBy(route, path, caller);
    if (access !== 'allowed') return access;
    const plain = plainly(path);
    const other = plain && this.routeOf(method, plain);
    const isAnother = plain?.some((part, at) => part !== path[at] && names(other, at) && !names(route, at));
    return plain !== undefined && isAnother === true ? this.#accessBy(other, plain, caller) : access;
  }

  /** The route that counts for a request. */
  routeOf(method: string, path: readonly string[]): RoutePolicy | undefined {
    return this.#routes.find(({ pattern }) => fits(pattern, method, path));
  }

  #accessBy(route: RoutePolicy | undefined, path: readonly string[], caller: Caller | undefined): Access {
    if (route?.demand.kind === 'public') return 'allowed';
    if (caller === undefined) return 'sign-in';
    return route !== undefined && this.#meets(route, path, caller) ? 'allowed' : 'forbidden';
  }

  #meets({ pattern, demand }: RoutePolicy, path: readonly string[], caller: Caller): boolean {
    if (demand.kind !== 'some') return true;
    return (demand.owner && owns(pattern, path, caller)) || this.#hasRole(demand, caller);
  }

  /** One of the roles, or one that is more powerful than any of them. */
  #hasRole(demand: Extract<RouteDemand, { kind: 'some' }>, { roles }: Caller): boolean {
    return demand.roles.some((asked) => {
      const power = this.#roles.indexOf(asked);
      return roles.some((role) => role === asked || (power >= 0 && this.#roles.indexOf(role) > power));
    });
  }
}

/**
 * The path that some servers and frameworks take another one for: without spaces around its parts and dots behind them, and
 * without the format that it ends in (`/admin.json` is `/admin` in JSON). Undefined where that is the same.
 */
function plainly(path: readonly string[]): readonly string[] | undefined {
  if (!path.some(mayBeReadOtherwise)) return undefined;
  const last = path.length - 1;
  return path.map((part, at) => {
    const trimmed = part.trim();
    const end = at === last ? trimmed.indexOf('.', 1) : -1;
    return withoutEnd(end === -1 ? trimmed : trimmed.slice(0, end));
  });
}

/** Without dots and spaces at its end. By hand: a pattern looks at a row of dots once from each of them. */
function withoutEnd(part: string): string {
  let end = part.length;
  while (end > 0 && isEnd.test(part.charAt(end - 1))) end -= 1;
  return part.slice(0, end);
}

/** Most parts have neither. */
function mayBeReadOtherwise(part: string): boolean {
  return isEnd.test(part) && mayBeRead.test(part);
}

const isEnd = /[\s.]/;
const mayBeRead = /^\s|[\s.]$|.\./;

/** Whether a route has a part of a path in so many words, or says that it names an owner. */
function names(route: RoutePolicy | undefined, at: number): boolean {
  const segment = route?.pattern.segments[at];
  return segment !== undefined && segment.kind !== 'any';
}

function fits({ methods, segments, isOpen }: RoutePattern, method: string, path: readonly string[]): boolean {
  if (methods !== undefined && !methods.includes(method)) return false;
  if (path.length < segments.length || (path.length > segments.length && !isOpen)) return false;
  return segments.every((segment, index) => segment.kind !== 'literal' || segment.lower === path[index]?.toLowerCase());
}

/** Whether each part of the path that names an owner names the caller. */
function owns({ segments }: RoutePattern, path: readonly string[], caller: Caller): boolean {
  return segments.every(
    (segment, index) => segment.kind !== 'claim' || caller.claim(segment.claim).includes(path[index] ?? ''),
  );
}

/**
 * The parts of the path of a URL, decoded; undefined where a service might read another path than the entry does: parts
 * that are empty or mean "up", slashes in disguise, parameters behind a semicolon, what is escaped twice or wrongly.
 */
export function pathParts(url: string): readonly string[] | undefined {
  if (isPlain.test(url)) return partsOf(url);
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  if (!path.startsWith('/') || isUnclear.test(path)) return undefined;
  const parts = partsOf(path);
  // A slash at the end makes no other path, as most services see it.
  if (parts.at(-1) === '') parts.pop();
  const decoded: string[] = [];
  for (const part of parts) {
    const plain = decode(part);
    if (plain === undefined || isNoPart.test(plain)) return undefined;
    decoded.push(plain);
  }
  return decoded;
}

/** What stands between the slashes of a path. By hand: `split` takes three times as long for paths, which are short. */
function partsOf(path: string): string[] {
  const parts: string[] = [];
  for (let from = 1; ; ) {
    const end = path.indexOf('/', from);
    if (end === -1) {
      parts.push(path.slice(from));
      return parts;
    }
    parts.push(path.slice(from, end));
    from = end + 1;
  }
}

/** Most paths: nobody could read them in two ways. */
const isPlain = /^(?:\/[\w-]+)+$/;
/** A backslash, a semicolon, or one of these, a slash, a percent sign or a control character behind percent signs. */
const isUnclear = /[\\;]|%(?:2f|5c|3b|25(?=[\da-f]{2})|[01][\da-f]|7f)/i;
/** Nothing, `.`, `..`, or any of these with spaces that some servers take away. */
const isNoPart = /^[\s.]*$/;

function decode(part: string): string | undefined {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
