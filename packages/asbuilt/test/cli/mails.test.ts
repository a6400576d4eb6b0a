import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keepMail } from '../../../runtime/src/providers/email/mail-files.ts';
import { runCli } from './support/run-cli.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const standIn = '.asbuilt/stand-ins/Post%20Office/mails';

/** A mail as it comes from a client. */
function message(subject: string, body: string, more = ''): Buffer {
  return Buffer.from(`Subject: ${subject}\r\n${more}\r\n${body}`);
}

/** A project whose mail server kept three mails, and their names in the order in which they came. */
async function project(): Promise<{ readonly folder: string; readonly names: readonly string[] }> {
  const folder = await temporaryFolder({});
  const keep = async (place: string, to: string, mail: Buffer): Promise<string> => {
    const id = await keepMail(join(folder, place), { from: 'web@example.com', to: [to] }, mail);
    // The next one comes a moment later.
    await new Promise((settle) => setTimeout(settle, 5));
    return id.slice(-8);
  };
  const csv =
    'MIME-Version: 1.0\r\nContent-Type: text/csv; name=a.csv\r\nContent-Disposition: attachment; filename=a.csv\r\n';
  const names = [
    await keep(
      standIn,
      'ada@example.com',
      message('Welcome', 'Open https://example.com/?a=1&b=2\r\n\u001b[31mnow\r\n'),
    ),
    await keep('.asbuilt/mails', 'ben@example.com', message('Table', 'a;b', csv)),
    await keep(standIn, 'Ada@Example.com', message('Again', '<b>Hello</b>', 'Content-Type: text/html\r\n')),
  ];
  return { folder, names };
}

describe('asbuilt mails', () => {
  test('lists what was kept, the oldest first', async () => {
    const { folder, names } = await project();
    const { code, out } = await runCli(folder, ['mails']);
    expect(code).toBe(0);
    const when = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`;
    const lines = out.split('\n');
    expect(lines[0]).toMatch(/^Mail +When +Service +From +To +Subject +Attachments$/);
    expect(lines[1]).toMatch(
      new RegExp(`^${names[0]}  ${when}  Post Office  web@example.com  ada@example.com  Welcome  ·$`),
    );
    expect(lines[2]).toMatch(
      new RegExp(`^${names[1]}  ${when}  ·            web@example.com  ben@example.com  Table    1$`),
    );
    expect((await runCli(folder, ['mails', '--to', 'BEN@'])).out.split('\n')).toHaveLength(3);
  });

  test('shows one by its name, or the last, with nothing in it that a terminal would obey', async () => {
    const { folder, names } = await project();
    const { out } = await runCli(folder, ['mails', names[0] ?? '']);
    expect(out).toContain('To: ada@example.com\nSubject: Welcome\n');
    expect(out).toMatch(/\n\nOpen https:\/\/example\.com\/\?a=1&b=2\n�\[31mnow\n$/);
    expect((await runCli(folder, ['mails', names[1] ?? ''])).out).toContain('Attachment: a.csv (text/csv, 3 bytes)\n');
    const last = await runCli(folder, ['mails', 'last', '--to', 'ada@example.com']);
    expect(last.out).toContain('Subject: Again\n');
    expect((await runCli(folder, ['mails', 'last', '--raw'])).out).toMatch(
      /^X-Envelope-From: web@example\.com\r\n[^]*<b>Hello<\/b>$/,
    );
  });

  test('as data: the list without what is in them, one with it', async () => {
    const { folder, names } = await project();
    const listed: unknown = JSON.parse((await runCli(folder, ['mails', '--json'])).out);
    expect(listed).toMatchObject([
      { name: names[0], service: 'Post Office', to: ['ada@example.com'], subject: 'Welcome', attachments: [] },
      { name: names[1], attachments: [{ name: 'a.csv', contentType: 'text/csv', bytes: 3 }] },
      { name: names[2] },
    ]);
    expect(listed).not.toMatchObject([{ text: expect.anything() }, {}, {}]);
    const one: unknown = JSON.parse((await runCli(folder, ['mails', 'last', '--json'])).out);
    expect(one).toMatchObject({
      name: names[2],
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      html: '<b>Hello</b>',
      file: expect.stringContaining('.eml'),
    });
  });

  test('says when there is none, or none of that name', async () => {
    const empty = await temporaryFolder({});
    expect(await runCli(empty, ['mails'])).toEqual({ code: 0, out: 'No mail was kept.\n', err: '' });
    expect((await runCli(empty, ['mails', '--json'])).out).toBe('[]\n');
    expect((await runCli(empty, ['mails', 'last'])).err).toBe('asbuilt: there is no mail last: none was kept.\n');
    const { folder, names } = await project();
    const slip = `${(names[0] ?? '').slice(0, -1)}x`;
    const { code, err } = await runCli(folder, ['mails', slip]);
    expect([code, err]).toEqual([2, `asbuilt: there is no mail ${slip}; did you mean ${names[0]}?\n`]);
    expect((await runCli(folder, ['mails', '--raw'])).err).toContain('--raw shows one mail: say which');
  });
});
