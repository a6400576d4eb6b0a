import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Milliseconds } from '@asbuilt/core/model';

/** A mail that was kept, and who it was for. */
export interface KeptMail {
  /** Sorts by when it came. */
  readonly id: string;
  /** When it came: milliseconds since 1970. */
  readonly at: Milliseconds;
  /** Path of the file. */
  readonly file: string;
  /** As the sender told the server, which need not be what the headers say. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Its plain text; empty where it has none. */
  readonly text: string;
  readonly html?: string;
  readonly attachments: readonly { readonly name: string; readonly contentType: string; readonly content: Buffer }[];
}

/** Who a mail is from and for, as the server was told. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** Keeps a mail: `<time>-<random>.eml` as it came, with its envelope in front. It is on disk when this settles. */
export async function keepMail(folder: string, { from, to }: Envelope, message: Buffer): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const id = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}`;
  const draft = join(folder, `${id}.part`);
  const head = [`X-Envelope-From: ${oneLine(from)}`, ...to.map((address) => `X-Envelope-To: ${oneLine(address)}`)];
  await writeFile(draft, Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n`), message]), {
    flush: true,
    mode: 0o600,
  });
  await rename(draft, join(folder, `${id}.eml`));
  return id;
}

/** The mails that were kept in a folder, in the order in which they came. */
export async function keptMails(folder: string): Promise<readonly KeptMail[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const mails = names.filter((name) => name.endsWith('.eml')).toSorted();
  return Promise.all(mails.map((name) => readMail(folder, name)));
}

async function readMail(folder: string, name: string): Promise<KeptMail> {
  const { simpleParser } = await import('mailparser');
  const file = join(folder, name);
  const mail = await simpleParser(await readFile(file));
  const addresses = mail.headerLines.flatMap(({ key, line }) => (key === 'x-envelope-to' ? [afterColon(line)] : []));
  const from = mail.headerLines.find(({ key }) => key === 'x-envelope-from')?.line ?? '';
  return {
    id: name.slice(0, -'.eml'.length),
    at: timeIn(name),
    file,
    from: afterColon(from),
    to: addresses,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    ...(typeof mail.html === 'string' && { html: mail.html }),
    attachments: mail.attachments.map(({ filename, contentType, content }) => ({
      name: filename ?? '',
      contentType,
      content,
    })),
  };
}

/** `2026-01-31T12-34-56.789Z-…`: file systems that take no colons get none. */
function timeIn(name: string): Milliseconds {
  return Date.parse(name.slice(0, '2026-01-31T12-34-56.789Z'.length).replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:'));
}

function afterColon(line: string): string {
  return line.slice(line.indexOf(':') + 1).trim();
}

function oneLine(said: string): string {
  return said.replaceAll(/[\r\n]+/g, ' ');
}
