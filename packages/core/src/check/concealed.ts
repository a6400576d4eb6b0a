import type { Finding } from './finding.ts';
import type { OtherTexts } from './sources.ts';

/** The texts that findings point into, to be quoted from. */
interface Texts {
  readonly text: string;
  readonly others: OtherTexts;
}

/** The same texts with dots for what findings conceal, every character in its place: the logs of a check are read by many. */
export function concealed({ text, others }: Texts, findings: readonly Finding[]): Texts {
  const secrets = findings.filter(({ conceals }) => conceals === true);
  if (secrets.length === 0) return { text, others };
  const inFile = (file: string | undefined): readonly Finding[] => secrets.filter((secret) => secret.file === file);
  return {
    text: dotted(text, inFile(undefined)),
    others: new Map([...others].map(([file, other]) => [file, dotted(other, inFile(file))])),
  };
}

function dotted(text: string, secrets: readonly Finding[]): string {
  return secrets.reduce(
    (shown, { span: { from, to } }) => `${shown.slice(0, from)}${'•'.repeat(to - from)}${shown.slice(to)}`,
    text,
  );
}
