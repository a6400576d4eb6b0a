import { resolve } from 'node:path';
import { realPlaceOf } from '#files/place';
import { loadProject } from '#files/project';
import { writeTexts } from '#files/write';
import type { ExitCode, Invocation, Io, Run } from './command.ts';
import { fill, fillReport, fillSum, type Moment, thisMoment } from './fill.ts';
import { fileOf, flag, textOption } from './options.ts';

export const run: Run = (invocation, io) => resolveFile(invocation, io, thisMoment());

/**
 * Fills the holes of a document in place and leaves every other byte as it is. With `--check` it writes nothing and
 * returns 1 when a hole could be filled.
 */
export async function resolveFile(invocation: Invocation, io: Io, moment: Moment): Promise<ExitCode> {
  const file = fileOf(invocation);
  const project = await loadProject({ cwd: io.cwd, file, profile: textOption(invocation, 'profile') });
  const filled = fill(project, moment);
  const report = fillReport(file, filled, io.color);
  if (flag(invocation, 'check')) {
    io.out(`${report}${file}: ${couldBe(filled.filled.length)}\n`);
    return filled.filled.length === 0 ? 0 : 1;
  }
  if (filled.text !== filled.before) {
    // The real path: a link to the document stays a link.
    await writeTexts([{ path: await realPlaceOf(resolve(io.cwd, file)), shown: file, text: filled.text }]);
  }
  io.out(`${report}${file}: ${fillSum(filled)}\n`);
  return 0;
}

function couldBe(count: number): string {
  if (count === 0) return 'nothing that could be filled';
  return `${count === 1 ? '1 hole' : `${count} holes`} could be filled: run asbuilt resolve`;
}
