import type { Socket } from 'node:net';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Instruments } from '../instruments.ts';
import { lastWords } from '../last-words.ts';
import type { Follower } from '../relay.ts';
import type { Link, Wire } from '../wire.ts';
import { Commands } from './commands.ts';
import { errorReply } from './error-reply.ts';
import { Replies } from './replies.ts';
import { Session } from './session.ts';

/** Redis' protocol, RESP2 and RESP3, on one edge. */
export function redis(edge: Instruments): Wire {
  return {
    follow,
    refuse: (client, why) => refuse(client, errorReply({ edge }, why)),
  };
}

/** As long as it takes a client to greet and to ask: each command is answered, so that none is told of a lost connection. */
const lingerMs: Milliseconds = 500;

function refuse(client: Socket, answer: Buffer): void {
  let timer: NodeJS.Timeout | undefined;
  let finish: (() => void) | undefined;
  const commands = new Commands({
    command: () => {
      client.write(answer);
      return false;
    },
    wantsArguments: () => false,
    lose: () => finish?.(),
  });
  client.once('close', () => clearTimeout(timer));
  lastWords(client, (chunk, end) => {
    finish = () => end();
    timer ??= setTimeout(finish, lingerMs);
    commands.pass(chunk);
  });
}

function follow(link: Link): Follower {
  const session: Session = new Session(link, () => toCaller);
  const toCaller: Replies = new Replies(session);
  return { toCallee: new Commands(session), toCaller, close: (by) => session.close(by) };
}
