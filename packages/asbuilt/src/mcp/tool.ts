import { UsageError } from '#cli/command';
import { z } from './sdk.ts';
import type { Answer, Session } from './session.ts';
import { requireInside, requireOverviewInside } from './working-folder.ts';

/** What agents can call: how it is described to them, and how it answers. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  /** What it answers and when to ask it, for the agent that has to choose. */
  readonly description: string;
  /** JSON Schema of the input. */
  readonly inputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
  /** Throws a `UsageError` for an input that does not fit and for what could not be tried. */
  readonly answer: (input: unknown, session: Session) => Promise<Answer>;
}

interface ToolSpec<S extends z.ZodRawShape> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: S;
  readonly answer: (input: z.output<z.ZodObject<S>>, session: Session) => Promise<Answer>;
}

/** A tool whose input is read by a schema before it answers. */
export function tool<S extends z.ZodRawShape>({ input, answer, ...said }: ToolSpec<S>): Tool {
  const schema = z.strictObject(input);
  return {
    ...said,
    inputSchema: { ...z.toJSONSchema(schema, { io: 'input' }), type: 'object' },
    answer: async (given, session) => {
      const parsed = schema.safeParse(given ?? {});
      if (!parsed.success) throw new UsageError(`${said.name}: ${parsed.error.issues.map(issueText).join('; ')}.`);
      return answer(parsed.data, session);
    },
  };
}

type Issue = z.core.$ZodIssue;

/** `outages.0.service: Invalid input: expected string, received number` */
function issueText({ path, message }: Issue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

/** The input of every tool that reads an overview. */
export const overviewInput: {
  readonly file: z.ZodDefault<z.ZodString>;
  readonly profile: z.ZodOptional<z.ZodString>;
} = {
  file: z
    .string()
    .min(1)
    .default('overview.md')
    .describe('The overview, relative to the working folder (default: overview.md)'),
  profile: z
    .string()
    .min(1)
    .optional()
    .describe('The profile, relative to the working folder (default: confer-agent.profile.yml beside the overview)'),
};

/** Throws a `UsageError` unless the overview and the profile that a call names lie in the working folder. */
export async function requireInputInside(
  { folder }: Session,
  { file, profile }: { readonly file: string; readonly profile?: string | undefined },
): Promise<void> {
  await requireOverviewInside(folder, file);
  if (profile !== undefined) await requireInside(folder, profile);
}
