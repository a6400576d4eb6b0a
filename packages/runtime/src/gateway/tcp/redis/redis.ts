import type { Socket } from 'node:net';
import type { Milliseconds } from '@asbuilt/core/model';
import type { Instruments } from '#gateway/instruments';
import { isDrill } from '#gateway/mark-drill';
import type { TcpFailure } from '#telemetry/edge-meter';
import { hearOut } from '../hear-out.ts';
import { recordRefused } from '../record-exchange.ts';
import type { Conversation, Link, Wire } from '../wire.ts';
import { Commands } from './commands.ts';
import { errorReply } from './error-reply.ts';
import { Replies } from './replies.ts';
import { drillCommand, drillReply, Session } from './session.ts';

/** Redis' protocol, RESP2 and RESP3, on one edge. */
export function redis(edge: Instruments): Wire {
  return {
    follow,
    refuse: (client, why) => refuse(client, why, edge),
  };
}

/** A client that says nothing is let go after this time: what it would ask later may well be answered then. */
const quietMs: Milliseconds = 1000;
/** As long as it takes a client to greet and to ask: each command is answered, so that none is told of a lost connection. */
const lingerMs: Milliseconds = 500;

/** Each command is a call that failed; a client that asks nothing was failed nothing. */
function refuse(client: Socket, why: TcpFailure, edge: Instruments): void {
  const answer = errorReply({ edge }, why);
  let asksDrill = false;
  let finish = (): void => void client.end();
  let timer = setTimeout(() => finish(), quietMs);
  let isQuiet = true;
  const commands = new Commands({
    command: (name, [mark = '']) => {
      if (name === drillCommand) asksDrill = isDrill(edge, mark);
      else recordRefused(edge, why, asksDrill);
      client.write(name === drillCommand ? drillReply : answer);
      return false;
    },
    wantsArguments: (name) => name === drillCommand,
    lose: () => finish(),
  });
  client.once('close', () => clearTimeout(timer));
  hearOut(client, (chunk, end) => {
    finish = () => end();
    if (isQuiet) {
      isQuiet = false;
      clearTimeout(timer);
      timer = setTimeout(() => finish(), lingerMs);
    }
    commands.pass(chunk);
  });
}

function follow(link: Link): Conversation {
  const session: Session = new Session(link, () => toCaller);
  const toCaller: Replies = new Replies(session);
  return { toCallee: new Commands(session), toCaller, waits: () => session.waits, close: (by) => session.close(by) };
}
