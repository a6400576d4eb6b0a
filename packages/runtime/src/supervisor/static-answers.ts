import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { IdleStaticAnswer } from '@asbuilt/core/derive';
import type { Bytes, Stated, StaticAnswerPolicy } from '@asbuilt/core/model';
import { nearest } from '@asbuilt/core/text';
import type { StaticAnswer } from '#gateway/open-edge';
import { ConfigurationError } from './configuration-error.ts';
import { placeInProfile } from './place-in-profile.ts';
import type { UpOptions } from './up-options.ts';

/** It is kept in memory, and sent at once to all who ask. */
const mostBytes: Bytes = 4 * 1024 * 1024;

/**
 * What edges answer in the place of their callees, by the names of these, read before anything is started: whoever needs
 * it is in no state to find out that a file is missing.
 *
 * @throws {ConfigurationError} for what cannot be read, and for what no edge would ever answer
 */
export async function staticAnswers(options: UpOptions): Promise<ReadonlyMap<string, StaticAnswer>> {
  const { plan } = options;
  const [idle] = plan.idleStaticAnswers ?? [];
  if (idle !== undefined) throw isIdle(idle, options);
  const answers = new Map<string, StaticAnswer>();
  for (const { to, staticAnswer } of plan.edges) {
    if (staticAnswer !== undefined && !answers.has(to)) answers.set(to, await readAnswer(staticAnswer, options));
  }
  return answers;
}

async function readAnswer(
  { status, contentType, content }: StaticAnswerPolicy,
  options: UpOptions,
): Promise<StaticAnswer> {
  const body = content.kind === 'text' ? Buffer.from(content.text) : await readContent(content.path, options);
  return { status, contentType, body };
}

async function readContent(path: string, { directory, profile }: UpOptions): Promise<Buffer> {
  const stated = profile.profile.staticAnswers?.find(({ file }) => file?.value === path)?.file;
  const place = stated === undefined ? { file: profile.file } : placeInProfile(profile, stated);
  const content = await readFile(resolve(directory, path)).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    const remedy =
      "write what is to be answered there, or name another file by a path that counts from the overview's folder";
    throw new ConfigurationError(`${path} cannot be read (${code}); ${remedy}`, place, { cause: error });
  });
  if (content.length <= mostBytes) return content;
  const sentence = `${path} has ${content.length} bytes, and a static answer has ${mostBytes} at most; make it smaller`;
  throw new ConfigurationError(sentence, place);
}

function isIdle({ service, why }: IdleStaticAnswer, { plan, profile, file }: UpOptions): ConfigurationError {
  const place = placeInProfile(profile, service);
  const { value: name } = service;
  switch (why) {
    case 'unknown':
      return new ConfigurationError(`${file} names no service "${name}"; ${otherThan(service, plan.services)}`, place);
    case 'not-called':
      return new ConfigurationError(
        `nobody calls ${name} over HTTP, by ${file}, so nothing could be answered in its place; leave it out of static_answers`,
        place,
      );
    case 'not-asked-for':
      return new ConfigurationError(
        `section 8 of ${file} asks for no static answer in the place of ${name}; write "static answer" into the mitigations of its row, or leave it out of static_answers`,
        place,
      );
  }
}

function otherThan({ value }: Stated<string>, services: readonly { readonly name: string }[]): string {
  const names = services.map(({ name }) => name);
  const meant = nearest(value, names);
  return meant === undefined ? `its services are: ${names.join(', ')}` : `did you mean "${meant}"?`;
}
