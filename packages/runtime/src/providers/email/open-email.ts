import { ConfigurationError } from '#supervisor/configuration-error';
import { chosenProvider, type Environment } from '../chosen.ts';
import { openCapturedEmail } from './captured-email.ts';
import type { Email } from './email.ts';
import { openResendEmail } from './resend-email.ts';
import { openSmtpEmail } from './smtp-email.ts';

export { type CapturedEmail, openCapturedEmail } from './captured-email.ts';
export { type Attachment, type Email, EmailError, type Mail } from './email.ts';
export type { KeptMail } from './mail-files.ts';
export { openResendEmail, type ResendOptions } from './resend-email.ts';
export { openSmtpEmail } from './smtp-email.ts';

export interface EmailOptions {
  /** `RESEND_API_KEY` (with `RESEND_BASE_URL`) or `SMTP_URL`, the first that is set; else mails are kept. `EMAIL_PROVIDER` may name `resend`, `smtp` or `capture`. */
  readonly env: Environment;
  /** Where mails are kept that are not sent. */
  readonly folder: string;
}

/**
 * Opens what the environment names to send mails by.
 *
 * @throws {ConfigurationError} when it names an unknown one, or not all that it needs
 */
export async function openEmail({ env, folder }: EmailOptions): Promise<Email> {
  const choices = { resend: 'RESEND_API_KEY', smtp: 'SMTP_URL', capture: undefined };
  switch (chosenProvider('EMAIL_PROVIDER', choices, env)) {
    case 'capture':
      return openCapturedEmail(folder);
    case 'resend': {
      const url = env['RESEND_BASE_URL'];
      return openResendEmail({ apiKey: env['RESEND_API_KEY'] ?? '', ...(url !== undefined && { url }) });
    }
    case 'smtp': {
      const url = env['SMTP_URL'] ?? '';
      // The value is not quoted: it may hold a password.
      if (!URL.canParse(url) || !/^smtps?:\/\/[^/]/.test(url))
        throw new ConfigurationError(
          'SMTP_URL is not the address of a mail server; write it as smtp://user:password@host:587',
        );
      return openSmtpEmail(url);
    }
  }
}
