import { type CheckedDocument, findingsJson, findingsSum, findingsText } from '@asbuilt/core/check';
import type { CheckCall, Tried } from './check-call.ts';
import type { CheckOptions } from './check-options.ts';
import type { Io } from './command.ts';
import { paintOf } from './paint.ts';

/** Prints what was found, in the form that was asked for. */
export async function printOutcomes(
  { outcomes, areSeveral, mended }: Tried,
  { options, io }: CheckCall,
): Promise<void> {
  const documents = outcomes.flatMap((outcome) =>
    outcome.kind === 'checked' ? [shownOf(outcome.document, options)] : [],
  );
  switch (options.format) {
    case 'text':
      io.out(textOf(documents, { areSeveral, quiet: options.quiet, io }));
      return;
    case 'json':
      io.out(`${JSON.stringify({ ...jsonOf(documents, areSeveral), ...(mended && { mended }) }, null, 2)}\n`);
      return;
    case 'sarif':
    case 'github':
    case 'junit': {
      const { reportOf } = await import('./check-formats.ts');
      io.out(reportOf(options.format, { documents, outcomes, rules: options.rules }));
    }
  }
}

function shownOf(document: CheckedDocument, { quiet }: CheckOptions): CheckedDocument {
  if (!quiet) return document;
  return { ...document, findings: document.findings.filter(({ severity }) => severity === 'error') };
}

/** One document as `{file, findings, …}`; several as a list of these, with the sums over all. */
function jsonOf(documents: readonly CheckedDocument[], areSeveral: boolean): Readonly<Record<string, unknown>> {
  const files = documents.map(({ file, text, findings, others }) => findingsJson(file, text, findings, others));
  const [first] = files;
  if (!areSeveral && first !== undefined) return { ...first };
  const sum = (of: 'errors' | 'warnings'): number => files.reduce((total, each) => total + each[of], 0);
  return { files, errors: sum('errors'), warnings: sum('warnings') };
}

interface TextStyle {
  readonly areSeveral: boolean;
  readonly quiet: boolean;
  readonly io: Io;
}

/** Of several documents, those that hold are only counted. */
function textOf(documents: readonly CheckedDocument[], { areSeveral, quiet, io }: TextStyle): string {
  const style = { paint: paintOf(io.color), quiet, ...(io.columns !== undefined && { columns: io.columns }) };
  const printed = documents
    .filter(({ findings }) => !areSeveral || findings.length > 0)
    .map(({ file, text, findings, others }) => findingsText(file, text, findings, { ...style, others }));
  return [...printed, ...(areSeveral ? [findingsSum(documents, quiet)] : [])].join('\n');
}
