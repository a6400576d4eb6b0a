import { messageOf } from '#values/message-of';
import { type Email, EmailError } from './email.ts';
import { nodemailerMail } from './nodemailer-mail.ts';

/** Replies that say "not now" (RFC 5321, section 4.2.1), and servers that could not be reached. */
function mayBeTriedAgain(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('responseCode' in error && typeof error.responseCode === 'number') return error.responseCode < 500;
  return 'code' in error && error.code !== 'EENVELOPE' && error.code !== 'EAUTH';
}

/**
 * Opens an SMTP server's door, over a few connections that are kept.
 *
 * @param url `smtp://user:password@host:587` (STARTTLS where the server has it), `smtps://host:465`
 */
export async function openSmtpEmail(url: string): Promise<Email> {
  const { createTransport } = await import('nodemailer');
  const { hostname, port, protocol, username, password } = new URL(url);
  const isSecure = protocol === 'smtps:';
  const transport = createTransport({
    pool: true,
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port === '' ? (isSecure ? '465' : '587') : port),
    secure: isSecure,
    ...(username !== '' && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  });
  return {
    send: async (mail) => {
      try {
        return (await transport.sendMail(nodemailerMail(mail))).messageId;
      } catch (error) {
        const why = messageOf(error);
        throw new EmailError(`the mail server did not take the mail: ${why}`, mayBeTriedAgain(error), { cause: error });
      }
    },
    close: async () => transport.close(),
  };
}
