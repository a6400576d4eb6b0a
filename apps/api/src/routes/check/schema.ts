import { z } from 'zod';
import { storable } from '#http/text';

export const checkSchema = z
  .strictObject({ text: storable(z.string()).describe('The text to check, Markdown.') })
  .meta({
    id: 'CheckRequest',
    description: 'A text to check without keeping it.',
    examples: [{ text: '# Architecture Overview\n' }],
  });

const range = {
  line: z.int().min(1).describe('1-based.'),
  column: z.int().min(1).describe('1-based, in UTF-16 code units.'),
  endLine: z.int().min(1).describe('1-based.'),
  endColumn: z.int().min(1).describe('1-based, exclusive.'),
};

const file = z.string().optional().describe('The file that the place counts in, where it is not the text itself.');

const noteSchema = z
  .object({ message: z.string(), file, ...range })
  .meta({ id: 'Note', description: 'Another place that takes part in a finding.' });

const repairSchema = z
  .object({
    title: z.string().describe('What it does, as a menu says it.'),
    safe: z.boolean().describe('Whether it is the one right repair.'),
    edits: z
      .array(z.object({ ...range, text: z.string().describe('What stands there then.') }))
      .readonly()
      .describe('In the text that the finding is about; they do not overlap.'),
  })
  .meta({ id: 'Repair', description: 'A change of the text that mends a finding.' });

const exampleFinding = {
  rule: 'timeouts-nest',
  severity: 'error',
  message: 'API is given up after 30 s, but its call may take 40 s: Database 40 s (step 4)',
  line: 160,
  column: 57,
  endLine: 160,
  endColumn: 60,
  notes: [{ message: 'Database may take 40 s', line: 158, column: 44, endLine: 158, endColumn: 47 }],
  help: 'Shorten it to less than 30 s, or give API more than 40 s.',
};

const findingSchema = z
  .object({
    rule: z.string().describe('The rule, by the name that `asbuilt explain` takes.'),
    severity: z
      .enum(['error', 'warning', 'info'])
      .describe(
        '`error`: it contradicts itself or cannot be run. `warning`: it is likely to hurt. `info`: worth knowing.',
      ),
    message: z.string().describe('One sentence with the names and values involved.'),
    file,
    ...range,
    notes: z.array(noteSchema).readonly().describe('The other places involved.'),
    help: z.string().optional().describe('What to do next.'),
    repairs: z.array(repairSchema).readonly().optional().describe('Changes that mend it, the likeliest first.'),
  })
  .meta({ id: 'Finding', description: 'One thing that does not hold in an overview.', examples: [exampleFinding] });

export const findingsSchema = z
  .object({
    file: z.string().describe('The name of the text.'),
    findings: z.array(findingSchema).readonly().describe('In the order of the text.'),
    errors: z.int().min(0).describe('How many of them are errors.'),
    warnings: z.int().min(0).describe('How many of them are warnings.'),
  })
  .meta({
    id: 'Findings',
    description: 'What does not hold in an overview.',
    examples: [{ file: 'overview.md', findings: [exampleFinding], errors: 1, warnings: 0 }],
  });
