import { randomHex } from '#telemetry/random-hex';
import type { Call } from '../call.ts';

/** Printable, without anything that means something in a log, a URL or a shell; long enough for a UUID, a ULID, a trace. */
const sane = /^[\w.:/+=@-]{1,128}$/;

/** The step that gives a call its id: the client's, if it sent a sane one, else a new one. */
export function giveRequestId(call: Call): 'next' {
  const given = call.headers.own.get('x-request-id');
  call.requestId = given !== undefined && sane.test(given) ? given : newRequestId(call.edge.options.random);
  return 'next';
}

/** 24 hexadecimal digits: 96 bits of chance. */
function newRequestId(random: () => number): string {
  return randomHex(random) + randomHex(random) + randomHex(random);
}
