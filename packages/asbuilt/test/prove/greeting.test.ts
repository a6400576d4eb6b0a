import { describe, expect, it } from 'vitest';
import { greetingOf } from '#prove/drills/greeting';

/** An ErrorResponse of PostgreSQL with a code. */
function refusal(code: string): Buffer {
  const body = Buffer.from(`SFATAL\0C${code}\0Mno\0DAsbuilt-Policy: breaker=open\0\0`);
  const head = Buffer.from([0x45, 0, 0, 0, 0]);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

describe('the greeting of PostgreSQL', () => {
  const { hear } = greetingOf('postgres');

  it('takes whoever asks for a password, or does not let in, for well', () => {
    expect(hear(Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 10]))).toMatchObject({ kind: 'well' });
    expect(hear(refusal('28P01'))).toMatchObject({ kind: 'well', code: '28P01' });
  });

  it('takes whoever cannot take connections for down', () => {
    expect(hear(refusal('57P03'))).toMatchObject({ kind: 'failed', code: '57P03' });
    expect(hear(refusal('57P03'))?.said).toContain('breaker=open');
  });

  it('waits for the whole message', () => {
    const whole = refusal('08006');
    for (let length = 0; length < whole.length; length += 1) expect(hear(whole.subarray(0, length))).toBeUndefined();
  });
});

describe('the greeting of Redis', () => {
  const { hear } = greetingOf('redis');

  it('tells who is there from who is not', () => {
    expect(hear(Buffer.from('+PO'))).toBeUndefined();
    expect(hear(Buffer.from('+PONG\r\n'))).toMatchObject({ kind: 'well' });
    expect(hear(Buffer.from('-NOAUTH Authentication required.\r\n'))).toMatchObject({ kind: 'well' });
    expect(hear(Buffer.from('-LOADING Redis is loading\r\n'))).toMatchObject({ kind: 'failed', code: 'LOADING' });
    expect(hear(Buffer.from('-ERR edge "A → B": the circuit breaker is open\r\n'))).toMatchObject({ kind: 'failed' });
  });
});

describe('a greeting that says that it is a drill', () => {
  const mark = 'm'.repeat(43);

  it('tells the edge of PostgreSQL in a packet of its own before the session begins', () => {
    const plain = greetingOf('postgres').hello;
    const { hello, hear } = greetingOf('postgres', mark);
    expect(hello.readInt32BE(0)).toBe(hello.length - plain.length);
    expect(hello.toString('latin1', 4, hello.length - plain.length)).toBe(`ASBD${mark}`);
    expect(hello.subarray(-plain.length)).toEqual(plain);
    expect(hear(refusal('57P03'))).toMatchObject({ kind: 'failed', code: '57P03' });
  });

  it('tells the edge of Redis in a command, and hears only what comes behind the answer to that', () => {
    const { hello, hear } = greetingOf('redis', mark);
    expect(hello.toString()).toBe(`ASBUILT.DRILL ${mark}\r\nPING\r\n`);
    expect(hear(Buffer.from('+OK\r\n'))).toBeUndefined();
    expect(hear(Buffer.from('+OK\r\n-ERR edge "A → B": B cannot be reached\r\n'))).toMatchObject({ kind: 'failed' });
    expect(hear(Buffer.from('+OK\r\n+PONG\r\n'))).toMatchObject({ kind: 'well' });
  });
});
