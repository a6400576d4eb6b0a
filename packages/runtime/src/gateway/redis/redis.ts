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
    refuse: (client, why) => lastWords(client, (_command, end) => end(errorReply(edge, why))),
  };
}

function follow(link: Link): Follower {
  const session: Session = new Session(link, () => toCaller);
  const toCaller: Replies = new Replies(session);
  return { toCallee: new Commands(session), toCaller, close: (by) => session.close(by) };
}
