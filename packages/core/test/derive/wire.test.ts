import { describe, expect, it } from 'vitest';
import { plan } from '#derive/plan';
import { link } from '#overview/link';
import { readProfile } from '#overview/profile';
import { read } from '#overview/read';

/** What the edge to the store speaks, by its row of section 4 and the profile's lines about it. */
function speech(row: string, profile = ''): unknown {
  const text = `# Yard\n\n## Services\n\n| Service | Interface | Protocol |\n| --- | --- | --- |\n| Gate | REST | HTTP |\n| Store | ${row} |\n\n## Data Flow\n\n1. User → Gate (asks)\n2. Gate → Store (asks)\n`;
  const edge = plan(link(read(text)), readProfile('p.yml', profile).profile).edges.at(-1);
  return [edge?.protocol, edge?.wire];
}

const gate = (variable: string): string =>
  `services:\n  Gate:\n    command: node g.js\n    edges:\n      Store: ${variable}\n`;

const url = (value: string): string => `services:\n  Store:\n    url: ${value}\n`;

describe('what an edge speaks', () => {
  it('is what section 4 says', () => {
    expect(speech('SQL | Postgres protocol')).toEqual(['tcp', 'postgres']);
    expect(speech('PostgreSQL 18 | TCP')).toEqual(['tcp', 'postgres']);
    expect(speech('Redis | RESP3')).toEqual(['tcp', 'redis']);
    expect(speech('MySQL | SQL')).toEqual(['tcp', undefined]);
    expect(speech('mail | SMTP')).toEqual(['tcp', undefined]);
    expect(speech('REST | HTTP')).toEqual(['http', undefined]);
    expect(speech(' | ')).toEqual(['http', undefined]);
  });

  it('is what the profile tells more closely, where section 4 says SQL, TCP or nothing', () => {
    expect(speech('SQL | TCP', 'services:\n  Store:\n    provider: postgres\n')).toEqual(['tcp', 'postgres']);
    expect(speech('SQL | ', url('postgresql://db:5432/x'))).toEqual(['tcp', 'postgres']);
    expect(speech(' | TCP', url('redis://cache:6379'))).toEqual(['tcp', 'redis']);
    expect(speech(' | ', url('redis://cache:6379'))).toEqual(['tcp', 'redis']);
    expect(speech(' | ', url('http://cache.example'))).toEqual(['http', undefined]);
    expect(speech('SQL | ', gate('DATABASE_URL'))).toEqual(['tcp', 'postgres']);
    expect(speech(' | TCP', gate('REDIS_URL'))).toEqual(['tcp', 'redis']);
    expect(speech(' | TCP', gate('STORE_ADDRESS'))).toEqual(['tcp', undefined]);
  });

  it('is not what a variable suggests where section 4 names another protocol', () => {
    expect(speech('MySQL | SQL', gate('DATABASE_URL'))).toEqual(['tcp', undefined]);
    expect(speech('REST | HTTP', gate('REDIS_URL'))).toEqual(['http', undefined]);
  });
});
