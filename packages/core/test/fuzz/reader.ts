import {
  check,
  type Finding,
  findingsText,
  githubAnnotations,
  junitXml,
  rules,
  sarifLog,
} from '../../src/check/index.ts';
import { plan } from '../../src/derive/index.ts';
import { format } from '../../src/format/index.ts';
import type { Draft, Edit, Model, ProfileDraft } from '../../src/model/index.ts';
import { profileTokens } from '../../src/model/index.ts';
import {
  link,
  modelJson,
  modelJsonWithSpans,
  print,
  printOverview,
  read,
  readProfile,
  resolveHoles,
} from '../../src/overview/index.ts';
import type { Input } from './input.ts';

/** The parts of the reader that a law can look through; a test gives broken ones. */
export interface Reader {
  readonly read: (text: string) => Draft;
  readonly print: (draft: Draft) => string;
  readonly format: (text: string) => readonly Edit[];
}

export const reader: Reader = { read, print, format };

/** All that the reader makes of an input. */
export interface Seen {
  readonly input: Input;
  readonly draft: Draft;
  readonly model: Model;
  readonly profile: ProfileDraft;
  readonly findings: readonly Finding[];
}

const file = 'overview.md';
const profileFile = 'confer-agent.profile.yml';

/** Reads, links and checks an input. */
export function see(input: Input, { read: readWith }: Reader): Seen {
  const draft = readWith(input.overview);
  const model = link(draft);
  const profile = readProfile(profileFile, input.profile);
  return { input, draft, model, profile, findings: check({ file, draft, model, profile }) };
}

/** Everything else that is made of what was read: it must not throw. */
export function useAll({ input, draft, model, profile, findings }: Seen): void {
  JSON.stringify([modelJson(draft), modelJsonWithSpans(draft)]);
  printOverview(draft.overview);
  resolveHoles(input.overview, { tokens: profileTokens(profile.profile), now: 0, uuid: 'u', projectName: 'p' });
  plan(model, profile.profile);
  const others = new Map([[profileFile, input.profile]]);
  const documents = [{ file, text: input.overview, findings, others }];
  findingsText(file, input.overview, findings, { others });
  githubAnnotations(documents);
  junitXml(
    documents,
    rules.map(({ name }) => name),
  );
  JSON.stringify(sarifLog(documents, { version: '0.0.0', rules, page: () => undefined }));
}
