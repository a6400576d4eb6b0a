import { describe, expect, it } from 'vitest';
import { link } from '#overview/link';
import { read } from '#overview/read';

const capsuleOf = (...items: string[]): unknown => {
  const { overview, prose } = read(['## Context Capsule', '', ...items, ''].join('\n'));
  const { httpPort, again } = overview.capsule;
  return {
    port: httpPort?.value,
    again: again?.map(({ id, value }) => [id, value]),
    prose: prose.map(({ text }) => text),
  };
};

describe('the port of the capsule', () => {
  it.each([
    ['HTTP=8080', 8080],
    ['8080', 8080],
    ['port 8080 (public)', 8080],
    ['HTTP 8080, gRPC 9090', 8080],
  ])('is read where it is chosen: %s', (said, port) => {
    expect(capsuleOf(`- **Default ports:** ${said}`)).toMatchObject({ port });
  });

  it.each(['[port 8080/3000]', 'HTTP=[port 8080/3000]', '[the HTTP port]', '[HTTP=8080 or 3000]'])(
    'is open where it is not: %s',
    (said) => {
      expect(capsuleOf(`- **Port:** ${said}`)).toMatchObject({ port: { hole: 'decision' } });
    },
  );

  it('is none of two', () => {
    expect(capsuleOf('- **Port:** [8080/3000]')).toMatchObject({ port: undefined });
    expect(capsuleOf('- **Port:** 8080/3000')).toMatchObject({ port: undefined });
  });
});

describe('what a label says a second time', () => {
  it('is stated beside the first, which counts', () => {
    expect(capsuleOf('- **Port:** 8080', '- **Port:** 8081', '- **Auth:** Clerk', '- Auth: own')).toEqual({
      port: 8080,
      again: [
        ['context-capsule/http-port-2', 8081],
        ['context-capsule/auth-2', 'own'],
      ],
      prose: [],
    });
  });

  it('of the circuit breaker is no part of it', () => {
    const text = '## Failure Modes\n\n**Circuit Breaker:**\n\n- Open after 5 failures\n- Open after 9 failures\n';
    const { breaker, breakerAgain } = link(read(text)).overview;
    expect([breaker?.opensAfterFailures?.value, breakerAgain?.map(({ value }) => value)]).toEqual([5, [9]]);
  });
});
