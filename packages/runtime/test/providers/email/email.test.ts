import { createServer } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { describe, expect, onTestFinished, test } from 'vitest';
import { keptMails } from '#providers/email/mail-files';
import { type Email, type Mail, openCapturedEmail, openEmail } from '#providers/email/open-email';
import { openSmtpSink } from '#providers/email/smtp-sink';
import { freePort } from '../../free-port.ts';
import { scratch } from '../../sample-system.ts';

const mail: Mail = {
  from: 'Harbour <harbour@example.com>',
  to: ['mate@example.com', 'captain@example.com'],
  bcc: 'log@example.com',
  replyTo: 'office@example.com',
  subject: 'Überfahrt',
  text: 'All aboard.',
  html: '<p>All aboard.</p>',
  attachments: [{ name: 'chart.csv', contentType: 'text/csv', content: 'a;b' }],
};

/** What arrives of it. */
const arrived = {
  from: 'harbour@example.com',
  to: ['mate@example.com', 'captain@example.com', 'log@example.com'],
  subject: 'Überfahrt',
  text: expect.stringContaining('All aboard.'),
  html: '<p>All aboard.</p>',
  attachments: [{ name: 'chart.csv', contentType: 'text/csv', content: Buffer.from('a;b') }],
};

async function open(env: Readonly<Record<string, string>>): Promise<Email> {
  const email = await openEmail({ env, folder: join(await scratch(), 'mails') });
  onTestFinished(() => email.close());
  return email;
}

/** A server with one behaviour. */
async function serverThat(options: SMTPServerOptions): Promise<string> {
  const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], closeTimeout: 1, ...options });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  onTestFinished(() => new Promise<void>((settle) => server.close(() => settle())));
  const address = server.server.address();
  return `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

describe('mails by SMTP', () => {
  test('arrive at a mail server', async () => {
    const folder = join(await scratch(), 'sink');
    const sink = await openSmtpSink({ folder, log: () => {} });
    onTestFinished(() => sink.close());
    const email = await open({ SMTP_URL: `smtp://web:secret@127.0.0.1:${sink.target.port}` });
    expect(await email.send(mail)).toMatch(/^<.*@example\.com>$/);
    expect(await keptMails(folder)).toMatchObject([arrived]);
  });

  test.each([
    [550, false],
    [451, true],
  ])(
    'that a server refuses with %i are an error that says whether to try again',
    async (responseCode, mayBeTriedAgain) => {
      const url = await serverThat({
        onRcptTo: (_address, _session, done) => done(Object.assign(new Error('no berth'), { responseCode })),
      });
      const sent = (await open({ SMTP_URL: url })).send({ ...mail, to: 'one@example.com', bcc: [] });
      await expect(sent).rejects.toMatchObject({
        name: 'EmailError',
        mayBeTriedAgain,
        message: expect.stringContaining('no berth'),
      });
    },
  );

  test('may be tried again while the server is away', async () => {
    const email = await open({ SMTP_URL: `smtp://127.0.0.1:${await freePort()}` });
    await expect(email.send(mail)).rejects.toMatchObject({ mayBeTriedAgain: true });
  });

  test('take nothing from files or addresses that a name points at', async () => {
    const folder = join(await scratch(), 'mails');
    const email = await openCapturedEmail(folder);
    const content: object = { path: '/etc/hostname' };
    await expect(email.send({ ...mail, attachments: [{ name: 'x', ...Object(content) }] })).resolves.toBeTruthy();
    expect((await email.kept())[0]?.attachments[0]?.content.toString()).toBe('');
  });
});

test('mails that nobody sends are kept, and can be looked at', async () => {
  const folder = join(await scratch(), 'mails');
  const email = await openEmail({ env: {}, folder });
  await email.send(mail);
  expect(await keptMails(folder)).toMatchObject([arrived]);
});

async function resendThat(
  status: number,
  answer: object,
): Promise<{ readonly url: string; readonly asked: unknown[] }> {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      const { authorization, 'idempotency-key': key } = request.headers;
      asked.push({ path: request.url, authorization, key, body });
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  onTestFinished(() => new Promise<void>((settle) => server.close(() => settle())));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, asked };
}

describe('mails by Resend', () => {
  test('are asked for as its API has it', async () => {
    const { url, asked } = await resendThat(200, { id: 'mail-7' });
    const email = await open({ RESEND_API_KEY: 're_secret', RESEND_BASE_URL: url });
    expect(await email.send({ ...mail, idempotencyKey: 'crossing-7' })).toBe('mail-7');
    expect(asked).toEqual([
      {
        path: '/emails',
        authorization: 'Bearer re_secret',
        key: 'crossing-7',
        body: {
          from: mail.from,
          to: mail.to,
          bcc: ['log@example.com'],
          reply_to: 'office@example.com',
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          attachments: [{ filename: 'chart.csv', content: 'YTti', content_type: 'text/csv' }],
        },
      },
    ]);
  });

  test.each([
    [422, false],
    [429, true],
    [503, true],
  ])('that it answers with %i are an error that says whether to try again', async (status, mayBeTriedAgain) => {
    const { url } = await resendThat(status, { message: 'no berth' });
    const email = await open({ RESEND_API_KEY: 're_secret', RESEND_BASE_URL: url });
    await expect(email.send(mail)).rejects.toMatchObject({
      mayBeTriedAgain,
      message: `Resend did not take the mail (${status}): no berth`,
    });
  });
});

const refusal = async (env: Readonly<Record<string, string>>): Promise<string> =>
  openEmail({ env, folder: '' }).then(String, (error: unknown) => String(error));

test('the environment says how mails are sent, or an error says what is wrong', async () => {
  expect(await refusal({ EMAIL_PROVIDER: 'resent' })).toBe(
    'ConfigurationError: EMAIL_PROVIDER names "resent", and there is no such provider; did you mean "resend"?',
  );
  expect(await refusal({ EMAIL_PROVIDER: 'smtp' })).toBe(
    'ConfigurationError: EMAIL_PROVIDER is "smtp", but SMTP_URL is not set; set it, or leave EMAIL_PROVIDER out',
  );
  expect(await refusal({ SMTP_URL: 'mail.example.com' })).toBe(
    'ConfigurationError: SMTP_URL is not the address of a mail server; write it as smtp://user:password@host:587',
  );
});
