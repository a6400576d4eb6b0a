import { resolve } from 'node:path';
import { format } from '@asbuilt/core/format';
import { applyEdits } from '@asbuilt/core/overview';
import { lineIndex } from '@asbuilt/core/text';
import { createColors } from 'picocolors';
import { realPlaceOf } from '#files/place';
import { readText } from '#files/read-text';
import { writeTexts } from '#files/write';
import { type ExitCode, type Io, type Run, UsageError } from './command.ts';
import { fileOf, flag } from './options.ts';

/** A document before and after. */
interface Formatted {
  /** As the user named it. */
  readonly file: string;
  readonly path: string;
  readonly before: string;
  readonly after: string;
  /** 1-based, in order. */
  readonly lines: readonly number[];
}

/**
 * Brings documents into one form: tables aligned, values written in one way. All files are read before one is written. With
 * `--check` nothing is written, and the answer is 1 when something would be.
 */
export const run: Run = async (invocation, io) => {
  const files = invocation.args.length === 0 ? [fileOf(invocation)] : [...new Set(invocation.args)];
  const checks = flag(invocation, 'check');
  if (files.includes('-')) return formatInput(files, checks, io);
  const documents: Formatted[] = [];
  for (const file of files) documents.push(await formatFile(file, io.cwd));
  const changed = documents.filter(({ before, after }) => before !== after);
  if (!checks) await writeTexts(changed.map(({ path, file, after }) => ({ path, shown: file, text: after })));
  io.out(report(documents, changed, { checks, color: io.color }));
  return checks && changed.length > 0 ? 1 : 0;
};

async function formatFile(file: string, cwd: string): Promise<Formatted> {
  const before = await readText(resolve(cwd, file), file);
  // The real path: a link to the document stays a link.
  return { file, path: await realPlaceOf(resolve(cwd, file)), ...formatText(before) };
}

function formatText(before: string): Pick<Formatted, 'before' | 'after' | 'lines'> {
  const edits = format(before);
  const index = lineIndex(before);
  const lines = new Set(edits.map(({ span }) => index.position(span.from).line));
  return { before, after: applyEdits(before, edits), lines: [...lines] };
}

/** Standard input goes to standard output, as editors want it. */
async function formatInput(files: readonly string[], checks: boolean, io: Io): Promise<ExitCode> {
  if (files.length > 1) throw new UsageError('- stands for standard input: name it alone.');
  if (io.input === undefined) throw new UsageError('there is no standard input to read here: name a file.');
  const { before, after, lines } = formatText(await io.input());
  if (!checks) {
    io.out(after);
    return 0;
  }
  if (before === after) return 0;
  io.out(`<stdin>:${lines[0] ?? 1}: ${countOf(lines.length, 'line')} would be formatted\n`);
  return 1;
}

function report(
  documents: readonly Formatted[],
  changed: readonly Formatted[],
  { checks, color }: { readonly checks: boolean; readonly color: boolean },
): string {
  const { bold } = createColors(color);
  const what = checks ? 'would be formatted' : 'formatted';
  const each = changed.map(
    ({ file, lines }) => `${bold(`${file}:${lines[0] ?? 1}`)}: ${countOf(lines.length, 'line')} ${what}\n`,
  );
  const sum = changed.length === 0 ? 'nothing to format' : `${changed.length} ${what}`;
  return `${each.join('')}${countOf(documents.length, 'file')}: ${sum}\n`;
}

function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
