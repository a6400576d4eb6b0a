import { buffer } from 'node:stream/consumers';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { type LocalServer, listenLocally } from '../local-server.ts';
import { keepMail } from './mail-files.ts';

export interface SmtpSinkOptions {
  /** Gets a file for each mail. */
  readonly folder: string;
  /** Receives a sentence about each mail. */
  readonly log: (line: string) => void;
}

/** Larger mails are refused, as most servers do. */
const largestBytes = 25 * 1024 * 1024;

/** Opens a mail server that takes every mail, whoever sends it, and delivers none: each is a file. */
export async function openSmtpSink({ folder, log }: SmtpSinkOptions): Promise<LocalServer> {
  const { SMTPServer } = await import('smtp-server');
  const server = new SMTPServer({
    name: 'stand-in.localhost',
    banner: 'keeps every mail and delivers none',
    size: largestBytes,
    // STARTTLS would need a certificate that senders believe; logging in is possible, and any password is right.
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 1,
    onAuth: ({ username }, _session, done) => done(null, { user: username ?? '' }),
    onData: (stream, session, done) => {
      void keep(folder, stream, session).then(
        (said) => {
          log(said);
          done(null, said);
        },
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  // A client that goes away in the middle is its own affair.
  server.on('error', (error) => log(`A connection broke: ${error.message}`));
  const ended = (): void => server.close();
  return listenLocally(server.server, 0, ended);
}

async function keep(folder: string, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
  const message = await buffer(stream);
  if (stream.sizeExceeded) throw tooLarge();
  const { mailFrom, rcptTo } = session.envelope;
  const to = rcptTo.map(({ address }) => address);
  const id = await keepMail(folder, { from: mailFrom === false ? '' : mailFrom.address, to }, message);
  return `Kept a mail to ${to.length === 1 ? 'one address' : `${to.length} addresses`} as ${id}.eml`;
}

function tooLarge(): Error {
  const error = new Error(`The mail is larger than ${largestBytes} bytes`);
  return Object.assign(error, { responseCode: 552 });
}
