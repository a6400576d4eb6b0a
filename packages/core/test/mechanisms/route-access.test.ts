import { type Caller, pathParts, RouteAccess } from '@asbuilt/core/mechanisms';
import { parseDemand, parseRoute, type RoutePolicy } from '@asbuilt/core/model';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const roles = ['user', 'editor', 'admin'];

function access(...lines: readonly (readonly [route: string, allows: string])[]): RouteAccess {
  const routes = lines.map(([text, allows]): RoutePolicy => {
    const pattern = parseRoute(text);
    const demand = parseDemand(allows);
    if (pattern === undefined || demand === undefined) throw new Error(`${text}: ${allows} is no route`);
    return { text, pattern, demand };
  });
  return new RouteAccess({ routes, roles });
}

function caller(subject: string, ...has: readonly string[]): Caller {
  return { roles: has, claim: (name) => (name === 'sub' ? [subject] : []) };
}

const decide = (on: RouteAccess, asked: string, by?: Caller): string => {
  const [method = '', url = ''] = asked.split(' ');
  const parts = pathParts(url);
  return parts === undefined ? 'unclear' : on.decide(method, parts, by);
};

describe('routes', () => {
  const on = access(
    ['GET /articles/**', 'public'],
    ['/articles/**', 'editor'],
    ['/accounts/{sub}/**', 'owner or admin'],
    ['/admin/**', 'admin'],
    ['/me', 'signed-in'],
  );

  test('the first that fits counts, by method too, and HEAD is as GET', () => {
    expect(decide(on, 'GET /articles/1')).toBe('allowed');
    expect(decide(on, 'HEAD /articles')).toBe('allowed');
    expect(decide(on, 'POST /articles')).toBe('sign-in');
    expect(decide(on, 'POST /articles', caller('ada', 'user'))).toBe('forbidden');
    expect(decide(on, 'POST /articles', caller('ada', 'editor'))).toBe('allowed');
  });

  test('a more powerful role may do what a lesser one may, and no role may nothing', () => {
    expect(decide(on, 'PUT /articles/1', caller('ada', 'admin'))).toBe('allowed');
    expect(decide(on, 'GET /admin', caller('ada', 'editor'))).toBe('forbidden');
    expect(decide(on, 'GET /admin', caller('ada'))).toBe('forbidden');
    expect(decide(on, 'GET /admin', caller('ada', 'superadmin'))).toBe('forbidden');
  });

  test('what belongs to somebody is for its owner, and who may see all', () => {
    expect(decide(on, 'GET /accounts/ada/bills', caller('ada'))).toBe('allowed');
    expect(decide(on, 'GET /accounts/bob/bills', caller('ada', 'user'))).toBe('forbidden');
    expect(decide(on, 'GET /accounts/bob/bills', caller('ada', 'admin'))).toBe('allowed');
    expect(decide(on, 'GET /accounts/ADA', caller('ada'))).toBe('forbidden');
    expect(decide(on, 'GET /accounts/a%64a', caller('ada'))).toBe('allowed');
  });

  test('what no route names is let in for nobody', () => {
    expect(decide(on, 'GET /elsewhere')).toBe('sign-in');
    expect(decide(on, 'GET /elsewhere', caller('ada', 'admin'))).toBe('forbidden');
  });

  test('without routes whoever has signed in is let in', () => {
    expect(decide(access(), 'GET /any/where')).toBe('sign-in');
    expect(decide(access(), 'GET /any/where', caller('ada'))).toBe('allowed');
  });
});

describe('paths that a service may read as others', () => {
  const on = access(['/admin/**', 'admin'], ['/**', 'public']);

  test.each([
    '/public/../admin',
    '/public/%2e%2e/admin',
    '/./admin',
    '//admin',
    '/public//x',
    '/%2fadmin',
    '/public%2f..%2fadmin',
    '/public\\..\\admin',
    '/%5cadmin',
    '/admin;x=1',
    '/%61dmin%3bx',
    '/%2561dmin',
    '/admin%00',
    '/admin%0d%0a',
    '/%zz',
    '/%ff',
    '/ /admin',
    '/.../admin',
    'admin',
    '*',
  ])('%s is unclear', (path) => {
    expect(pathParts(path)).toBeUndefined();
  });

  test.each(['/admin', '/admin/', '/ADMIN', '/%61dmin', '/Admin/x?y', '/admin?', '/admin#x'])(
    '%s is the same',
    (path) => {
      expect(decide(on, `GET ${path}`)).toBe('sign-in');
    },
  );

  test('a format behind a part, dots and spaces are no way around the route of the part', () => {
    const guarded = access(
      ['/admin', 'admin'],
      ['/notes/{sub}', 'owner'],
      ['/logo', 'admin'],
      ['/zoo/**', 'admin'],
      ['/logo.svg', 'public'],
      ['/**', 'public'],
    );
    for (const path of [
      '/admin.json',
      '/ADMIN.xml',
      '/admin.tar.gz',
      '/admin.%6ason',
      '/logo.png',
      '/notes/ada.json',
      '/admin.',
      '/admin%2e%2e',
      '/admin%20',
      '/%20admin',
      '/admin%C2%A0',
      '/admin%20.json',
      '/zoo./x',
      '/zoo%20/x',
      '/zoo.json',
    ])
      expect([path, decide(guarded, `GET ${path}`)]).toEqual([path, 'sign-in']);
    // Names itself, is a file of dots, is no part of its own, or is under no route but that for all.
    for (const path of [
      '/logo.svg',
      '/.well-known',
      '/admins.json',
      '/x/admin.json',
      '/app.js',
      '/wiki/Harbour_Inc.',
      '/a.b/c',
      '/zoo.x/y',
    ])
      expect([path, decide(guarded, `GET ${path}`)]).toEqual([path, 'allowed']);
    expect(decide(guarded, 'GET /admin.json', caller('ada', 'admin'))).toBe('allowed');
    // It opens nothing either.
    const open = access(['/open', 'public'], ['/**', 'admin']);
    expect(decide(open, 'GET /open.json')).toBe('sign-in');
  });

  test('nothing under a path comes by a wider route, however it is written', () => {
    const letters = fc.constantFrom(
      'a',
      'A',
      '%61',
      '%41',
      'd',
      'D',
      '%64',
      'm',
      'i',
      'n',
      '/',
      '%2f',
      '.',
      '%2e',
      '\\',
      ';',
      ' ',
      '%20',
      '.json',
    );
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 12 }), (pieces) => {
        const path = `/${pieces.join('')}`;
        // What a service makes of it that decodes twice, resolves dots and cares for no case.
        const seen = new URL(`http://x${decodeURIComponent(decodeURIComponent(path)).replace(/\/+/g, '/')}`).pathname;
        const isAdmin = /^\/+admin(?:$|[/;]|[ .]+$|\.json$)/i.test(seen.replaceAll('%20', ' '));
        expect([isAdmin, decide(on, `GET ${path}`)]).not.toEqual([true, 'allowed']);
      }),
      { numRuns: 3000, examples: [[['.', '.', '/', 'A', 'd', 'm', 'i', 'n']], [['%41', 'D', 'm', 'i', 'n']]] },
    );
  });
});

describe('what is written', () => {
  test.each(['', 'admin', 'FETCH /x', '/a/../b', '/a/{}', '/a b', '/**/x', 'GET  /x y'])('%j is no route', (said) => {
    expect(parseRoute(said)).toBeUndefined();
  });

  test('methods, parts and the rest are told apart', () => {
    expect(parseRoute('GET,PUT /Bills/*/{org.id}/**')).toEqual({
      methods: ['GET', 'PUT', 'HEAD'],
      segments: [{ kind: 'literal', lower: 'bills' }, { kind: 'any' }, { kind: 'claim', claim: 'org.id' }],
      isOpen: true,
    });
    expect(parseRoute('/')).toEqual({ segments: [], isOpen: false });
  });

  test.each(['', 'public or admin', 'signed-in, user', '!', 'or'])('%j lets nobody in', (said) => {
    const demand = parseDemand(said);
    expect(demand === undefined || (said === 'or' && demand.kind === 'some')).toBe(true);
  });

  test('roles are known in any case', () => {
    expect(parseDemand('Owner or Admin')).toEqual({ kind: 'some', owner: true, roles: ['admin'] });
    expect(parseDemand('PUBLIC')).toEqual({ kind: 'public' });
  });
});
