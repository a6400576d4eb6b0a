import type { Instruments } from '#gateway/instruments';
import type { Conversation, Link, Wire } from '../wire.ts';
import { Answers } from './answers.ts';
import { Frames } from './frames.ts';
import { Questions } from './questions.ts';
import { refuseClient } from './refuse-client.ts';
import { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { CalleeSide, ClientSide } from './sides.ts';

/** PostgreSQL's protocol, version 3 (https://www.postgresql.org/docs/current/protocol.html), on one edge. */
export function postgres(edge: Instruments): Wire {
  const sessions: Sessions = { byKey: new Map(), clientsInsist: false };
  return {
    follow: (link) => follow(link, sessions),
    refuse: (client, why) => refuseClient(client, why, { edge, sessions }),
  };
}

function follow(link: Link, sessions: Sessions): Conversation {
  const session: Session = new Session(link, sessions, () => answers.isBetween);
  const answers = new Frames(new Answers(session));
  const toCallee = new ClientSide(session, sessions, new Frames(new Questions(session)));
  const toCaller = new CalleeSide(session, answers, () => toCallee.resume());
  return { toCallee, toCaller, waits: () => session.exchanges.count > 0, close: (by) => session.close(by) };
}
