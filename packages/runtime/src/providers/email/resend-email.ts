import { isRecord } from '#values/is-record';
import { type Email, EmailError, type Mail } from './email.ts';

export interface ResendOptions {
  readonly apiKey: string;
  /** Resend's own where it is not said. */
  readonly url?: string;
}

const answersWithinMs = 30_000;

/** Opens Resend's HTTP API (https://resend.com/docs/api-reference/emails/send-email). */
export function openResendEmail({ apiKey, url = 'https://api.resend.com' }: ResendOptions): Email {
  const at = `${url.replace(/\/$/, '')}/emails`;
  return {
    send: async (mail) => {
      const answer = await fetch(at, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${apiKey}`,
          'content-type': 'application/json',
          ...(mail.idempotencyKey !== undefined && { 'idempotency-key': mail.idempotencyKey }),
        },
        body: JSON.stringify(bodyOf(mail)),
        signal: AbortSignal.timeout(answersWithinMs),
      }).catch((error: unknown) => {
        throw new EmailError('Resend could not be reached', true, { cause: error });
      });
      return idOf(answer);
    },
    close: async () => {},
  };
}

function bodyOf({ from, to, cc, bcc, replyTo, subject, text, html, attachments = [] }: Mail): object {
  return {
    from,
    to: [to].flat(),
    ...(cc !== undefined && { cc: [cc].flat() }),
    ...(bcc !== undefined && { bcc: [bcc].flat() }),
    ...(replyTo !== undefined && { reply_to: replyTo }),
    subject,
    text,
    ...(html !== undefined && { html }),
    attachments: attachments.map(({ name, contentType, content }) => ({
      filename: name,
      content: Buffer.from(content).toString('base64'),
      ...(contentType !== undefined && { content_type: contentType }),
    })),
  };
}

async function idOf(answer: Response): Promise<string> {
  const said: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && isRecord(said) && typeof said['id'] === 'string') return said['id'];
  const why = isRecord(said) && typeof said['message'] === 'string' ? said['message'] : answer.statusText;
  const isBusy = answer.status === 429 || answer.status >= 500;
  throw new EmailError(`Resend did not take the mail (${answer.status}): ${why}`, isBusy);
}
