import { dirname, resolve } from 'node:path';
import { nearest } from '@asbuilt/core/text';
import type { SystemMail } from '@asbuilt/runtime';
import { readText } from '#files/read-text';
import { type Invocation, type Io, type Run, UsageError } from './command.ts';
import { importRuntime } from './import-runtime.ts';
import { mailJson, mailsTable, mailText, nameOf } from './mail-text.ts';
import { defaultFile, flag, textOption } from './options.ts';

/** Shows the mails that the mail server of a system kept, or one of them; of the system that runs, or of the one that ran last. */
export const run: Run = async (invocation, io) => {
  const { stateDirectoryOf, systemMails } = await importRuntime(io.cwd);
  const file = textOption(invocation, 'file') ?? defaultFile;
  const stateDirectory = stateDirectoryOf({ directory: dirname(resolve(io.cwd, file)) });
  const mails = (await systemMails(stateDirectory)).filter(isFor(textOption(invocation, 'to')));
  const [wanted] = invocation.args;
  if (wanted === undefined) list(mails, invocation, io);
  else await show(mailOf(wanted, mails), invocation, io);
  return 0;
};

/** Letters of either case are the same, and a piece of an address is enough. */
function isFor(to: string | undefined): (mail: SystemMail) => boolean {
  const wanted = to?.toLowerCase();
  return (mail) => wanted === undefined || mail.to.some((address) => address.toLowerCase().includes(wanted));
}

function list(mails: readonly SystemMail[], invocation: Invocation, io: Io): void {
  if (flag(invocation, 'raw')) throw new UsageError('--raw shows one mail: say which, e.g. asbuilt mails last --raw.');
  if (flag(invocation, 'json'))
    return io.out(
      `${JSON.stringify(
        mails.map((mail) => mailJson(mail)),
        null,
        2,
      )}\n`,
    );
  if (mails.length === 0) return io.out('No mail was kept.\n');
  io.out(`${mailsTable(mails, { color: io.color, ...(io.columns !== undefined && { columns: io.columns }) })}\n`);
}

async function show(mail: SystemMail, invocation: Invocation, io: Io): Promise<void> {
  if (flag(invocation, 'raw')) return io.out(await readText(mail.file, mail.file, 'It was removed meanwhile.'));
  if (flag(invocation, 'json')) return io.out(`${JSON.stringify(mailJson(mail, 'whole'), null, 2)}\n`);
  io.out(mailText(mail, io.color));
}

function mailOf(wanted: string, mails: readonly SystemMail[]): SystemMail {
  const found =
    wanted === 'last' ? mails.slice(-1) : mails.filter(({ id }) => id === wanted || id.endsWith(`-${wanted}`));
  const [mail, other] = found;
  if (mail !== undefined && other === undefined) return mail;
  if (mail !== undefined)
    throw new UsageError(`${wanted} is the name of several mails: ${found.map(({ id }) => id).join(', ')}.`);
  if (mails.length === 0) throw new UsageError(`there is no mail ${wanted}: none was kept.`);
  const meant = nearest(wanted, mails.map(nameOf));
  const remedy = meant === undefined ? '"asbuilt mails" lists those that there are.' : `did you mean ${meant}?`;
  throw new UsageError(`there is no mail ${wanted}; ${remedy}`);
}
