/** The head of an answer. */
export interface AnswerHead {
  readonly status: number;
  /** As the origin wrote them: name, value, name, value … */
  readonly raw: readonly string[];
  /** By names in lower case; those that come several times are joined by commas. */
  readonly fields: ReadonlyMap<string, string>;
}

/** Indexes the headers of an answer. */
export function answerHead(status: number, raw: readonly string[]): AnswerHead {
  const fields = new Map<string, string>();
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const before = fields.get(name);
    fields.set(name, before === undefined ? (raw[index + 1] ?? '') : `${before}, ${raw[index + 1] ?? ''}`);
  }
  return { status, raw, fields };
}

/** The members of a list in a header. */
export function listOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '');
}
