import type { SystemMail } from '@asbuilt/runtime';
import { createColors } from 'picocolors';
import { type Column, fittedTable } from './fitted-table.ts';
import { printable } from './printable.ts';

/** How a mail is called on a command line: the end of its id, by which no two are alike. */
export function nameOf({ id }: SystemMail): string {
  return id.slice(id.lastIndexOf('-') + 1);
}

const columns: readonly Column<SystemMail>[] = [
  { title: 'Mail', cell: nameOf },
  { title: 'When', cell: ({ at }) => new Date(at).toLocaleString('sv-SE'), dropped: 3 },
  { title: 'Service', cell: ({ service }) => service && printable(service, 30), dropped: 1 },
  { title: 'From', cell: ({ from }) => printable(from, 40), dropped: 2 },
  { title: 'To', cell: ({ to }) => printable(to.join(', '), 60) },
  { title: 'Subject', cell: ({ subject }) => printable(subject, 80) },
  {
    title: 'Attachments',
    cell: ({ attachments }) => (attachments.length === 0 ? undefined : String(attachments.length)),
    dropped: 0,
  },
];

/** The oldest first, as they came. */
export function mailsTable(
  mails: readonly SystemMail[],
  look: { readonly columns?: number; readonly color: boolean },
): string {
  return fittedTable(columns, mails, look);
}

/** What is in a mail, as one would read it; nothing in it that a terminal would obey. */
export function mailText(mail: SystemMail, color: boolean): string {
  const { bold, dim } = createColors(color);
  const head: readonly (readonly [string, string])[] = [
    ['Mail', nameOf(mail)],
    ['When', new Date(mail.at).toLocaleString('sv-SE')],
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ['Subject', mail.subject],
    ...mail.attachments.map(
      ({ name, contentType, content }) => ['Attachment', `${name} (${contentType}, ${content.length} bytes)`] as const,
    ),
    ['File', mail.file],
  ];
  const lines = head.map(([name, value]) => `${bold(`${name}:`)} ${printable(value)}\n`).join('');
  return `${lines}\n${mail.text === '' ? dim(bodyless(mail)) : tame(mail.text)}\n`;
}

function bodyless({ html }: SystemMail): string {
  return html === undefined
    ? 'It has no text.'
    : 'It has no plain text; its HTML is in --json, and the whole of it in --raw.';
}

/** Lines as they are, so that an address in them can be copied. */
function tame(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .trimEnd()
    .replaceAll(/[^\P{Cc}\n\t]/gu, '�');
}

/** A mail as data; `whole` has what is in it. Attachments are in the file. */
export function mailJson(mail: SystemMail, how: 'brief' | 'whole' = 'brief'): object {
  const { id, at, service, from, to, subject, attachments, text, html, file } = mail;
  return {
    id,
    name: nameOf(mail),
    at: new Date(at).toISOString(),
    ...(service !== undefined && { service }),
    from,
    to,
    subject,
    attachments: attachments.map(({ name, contentType, content }) => ({ name, contentType, bytes: content.length })),
    file,
    ...(how === 'whole' && { text, ...(html !== undefined && { html }) }),
  };
}
