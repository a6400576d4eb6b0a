import type { SendMailOptions } from 'nodemailer';
import type { Mail } from './email.ts';

/** A mail as nodemailer takes it. Nothing of it is read from a file or an address: a name that a stranger chose stays a name. */
export function nodemailerMail(mail: Mail): SendMailOptions {
  const { idempotencyKey: _, attachments = [], to, cc, bcc, ...same } = mail;
  return {
    ...same,
    to: [to].flat(),
    ...(cc !== undefined && { cc: [cc].flat() }),
    ...(bcc !== undefined && { bcc: [bcc].flat() }),
    attachments: attachments.map(({ name, contentType, content }) => ({
      filename: name,
      content,
      ...(contentType !== undefined && { contentType }),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}
