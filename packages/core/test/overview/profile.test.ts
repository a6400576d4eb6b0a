import { describe, expect, it } from 'vitest';
import { profileFileOf } from '#model/index';
import { readProfile } from '#overview/profile';

/** What the binding of a service says of instances and of its port, and what is wrong with that. */
function gateWith(lines: string): unknown {
  const { profile, problems } = readProfile('p.yml', `services:\n  Gate:\n    command: x\n    ${lines}\n`);
  const [gate] = profile.services;
  return [gate?.instances?.value, gate?.port?.value, ...problems.map(({ message }) => message)];
}

describe('the profile', () => {
  it('reads constants, tokens and bindings', () => {
    const { profile, problems } = readProfile(
      'p.yml',
      'env: dev\nhttp_port: 8080\nframeworks: [A 1, "B 2"]\ntokens: { REGION: north }\nservices:\n  Gate:\n    command: node gate.js\n    health: /up\n    starts_within: 5s\n    edges:\n      Store: DATABASE_URL\n    env: { LEVEL: 3 }\n',
    );
    expect(problems).toEqual([]);
    expect([
      profile.env?.value,
      profile.httpPort?.value,
      profile.frameworks.map(({ value }) => value),
      profile.tokens,
    ]).toEqual(['dev', 8080, ['A 1', 'B 2'], { REGION: 'north' }]);
    const [gate] = profile.services;
    expect([gate?.service.value, gate?.startsWithinMs?.value, gate?.edges['Store']?.value, gate?.env]).toEqual([
      'Gate',
      5_000,
      'DATABASE_URL',
      { LEVEL: '3' },
    ]);
  });

  it('reads how many instances run here and a port that is fixed, and says what is neither', () => {
    expect(gateWith('instances: 3')).toEqual([{ least: 3, most: 3 }, undefined]);
    for (const range of ['1–3', '1-3', '1..3', '1 to 3', '"1 - 3"'])
      expect(gateWith(`instances: ${range}`)).toEqual([{ least: 1, most: 3 }, undefined]);
    for (const wrong of ['0', '3-1', 'many', '1.5', '-2'])
      expect(gateWith(`instances: ${wrong}`)).toEqual([
        undefined,
        undefined,
        'instances of Gate is no number of instances',
      ]);
    expect(gateWith('port: 3000')).toEqual([undefined, 3_000]);
    expect(gateWith('port: 99999')).toEqual([undefined, undefined, 'port of Gate is not a port']);
  });

  it('says which variable or token is more than one value', () => {
    const text = 'tokens: { REGION: [north] }\nservices: { Gate: { command: x, env: { A: 1, B: { C: 1 } } } }\n';
    const { profile, problems } = readProfile('p.yml', text);
    expect(problems.map(({ message }) => message)).toEqual([
      'tokens.REGION is not a single value',
      'env.B is not a single value',
    ]);
    expect(profile.services[0]?.env).toEqual({ A: '1' });
  });

  it('reads escapes and folded lines as YAML does, and stands for the whole scalar', () => {
    const text =
      'services:\n  Gate:\n    command: "node -e \\"go()\\""\n    health: >-\n      /up\n    starts_within: "5\\x73"\n    env: { NOTE: "a\\tb" }\n';
    const { profile, problems } = readProfile('p.yml', text);
    const [gate] = profile.services;
    expect(problems).toEqual([]);
    expect([gate?.command?.value, gate?.health?.value, gate?.startsWithinMs?.value, gate?.env]).toEqual([
      'node -e "go()"',
      '/up',
      5_000,
      { NOTE: 'a\tb' },
    ]);
    expect(text.slice(gate?.command?.span.from, gate?.command?.span.to)).toBe('node -e \\"go()\\"');
  });

  it('lays the local profile over it, and knows which file a value is from', () => {
    const draft = readProfile('p.yml', 'http_port: 8080\nenv: dev\n', {
      file: 'p.local.yml',
      text: 'http_port: 9090\n',
    });
    const { httpPort, env } = draft.profile;
    expect([httpPort?.value, env?.value]).toEqual([9090, 'dev']);
    expect([httpPort, env].map((stated) => stated && profileFileOf(draft, stated))).toEqual(['p.local.yml', 'p.yml']);
  });

  it('says what is wrong and where, and what was probably meant', () => {
    const text = 'http_prot: 80\nhttp_port: 99999\nservices:\n  Gate:\n    comand: x\n';
    const { problems } = readProfile('p.yml', text);
    expect(problems.map(({ message, help, span }) => [message, help, text.slice(span.from, span.to)])).toEqual([
      ['the profile has an unknown key `http_prot`', 'did you mean `http_port`?', 'http_prot'],
      ['http_port is not a port', 'set a number from 1 to 65535, e.g. `http_port: 8080`', '99999'],
      ['services.Gate has an unknown key `comand`', 'did you mean `command`?', 'comand'],
    ]);
  });

  it('takes a token that nobody filled in for nothing', () => {
    expect(readProfile('p.yml', 'http_port: "{{HTTP_PORT}}"\n').profile.httpPort).toBeUndefined();
  });

  it.each(['', '# only a comment\n', '- a\n- b\n', 'just words', 'a: [', 'services: 3\nenv: {a: b}'])(
    'never fails: %j',
    (text) => {
      expect(readProfile('p.yml', text).profile.services).toEqual([]);
    },
  );
});
