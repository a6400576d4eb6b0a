import type { Email } from './email.ts';
import { type KeptMail, keepMail, keptMails } from './mail-files.ts';
import { nodemailerMail } from './nodemailer-mail.ts';

/** Mails that are kept and not sent. */
export interface CapturedEmail extends Email {
  /** In the order in which they came. */
  kept(): Promise<readonly KeptMail[]>;
}

/** Opens what keeps every mail as a file of a folder, and delivers none. */
export async function openCapturedEmail(folder: string): Promise<CapturedEmail> {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  return {
    send: async (mail) => {
      const { message, envelope, messageId } = await transport.sendMail(nodemailerMail(mail));
      if (!Buffer.isBuffer(message)) throw new Error('nodemailer gave no buffer');
      await keepMail(folder, { from: envelope.from === false ? '' : envelope.from, to: envelope.to }, message);
      return messageId;
    },
    kept: () => keptMails(folder),
    close: async () => {},
  };
}
