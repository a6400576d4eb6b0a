import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { keptMails } from '#providers/email/mail-files';
import { openSmtpSink } from '#providers/email/smtp-sink';
import { scratch } from '../../sample-system.ts';

let folder: string;
let port: number;
let said: string[];

beforeEach(async () => {
  folder = join(await scratch(), 'mails');
  said = [];
  const sink = await openSmtpSink({ folder, log: (line) => said.push(line) });
  onTestFinished(() => sink.close());
  port = sink.target.port;
});

function transport(options: { readonly auth?: { readonly user: string; readonly pass: string } } = {}) {
  const sender = createTransport({ host: '127.0.0.1', port, ...options });
  onTestFinished(() => sender.close());
  return sender;
}

test('mails are kept in their order with what they carry, and nobody gets them', async () => {
  const sender = transport({ auth: { user: 'web', pass: 'any' } });
  await sender.sendMail({
    from: 'Web <web@example.com>',
    to: ['mate@example.com'],
    bcc: 'hidden@example.com',
    subject: 'Übersicht',
    text: 'Plain',
    html: '<p>Rich</p>',
    attachments: [{ filename: 'chart.csv', content: 'a;b' }],
  });
  await sender.sendMail({ from: 'web@example.com', to: 'other@example.com', subject: 'Second', text: 'Again' });
  const [first, second, ...others] = await keptMails(folder);
  expect(first).toMatchObject({
    from: 'web@example.com',
    to: ['mate@example.com', 'hidden@example.com'],
    subject: 'Übersicht',
    text: 'Plain',
    html: '<p>Rich</p>',
    attachments: [{ name: 'chart.csv', contentType: 'text/csv' }],
  });
  expect(first?.attachments[0]?.content.toString()).toBe('a;b');
  expect([second?.subject, others]).toEqual(['Second', []]);
  expect(said).toEqual([
    expect.stringMatching(/^Kept a mail to 2 addresses as 2.*\.eml$/),
    expect.stringMatching(/^Kept a mail to one address as /),
  ]);
  for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
});

test('there are none before the first came', async () => {
  expect(await keptMails(folder)).toEqual([]);
});

test('a mail that breaks off is none', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.setEncoding('utf8');
  const lines = [
    'EHLO x',
    'MAIL FROM:<a@example.com>',
    'RCPT TO:<b@example.com>',
    'DATA',
    'Subject: half\r\n\r\nThe beg',
  ];
  for (const line of lines) {
    await once(socket, 'data');
    socket.write(`${line}\r\n`);
  }
  socket.destroy();
  await transport().sendMail({ from: 'a@example.com', to: 'b@example.com', subject: 'whole', text: 'x' });
  expect((await keptMails(folder)).map(({ subject }) => subject)).toEqual(['whole']);
});

test('a mail that is too large is refused', async () => {
  const huge = transport().sendMail({ from: 'a@example.com', to: 'b@example.com', text: 'x'.repeat(26 * 1024 * 1024) });
  await expect(huge).rejects.toMatchObject({ responseCode: 552 });
  expect(await keptMails(folder)).toEqual([]);
});
