import { contentTypeOf, type StaticAnswerProfile } from '#model/index';
import type { YamlEntry, YamlNode } from '#text/yaml';
import { text as anyText } from './notation.ts';
import { entriesOf, type ProfileFile, readEntries, report, scalar, set, type Writable } from './profile-file.ts';
import { count } from './quantity.ts';

const keys = ['file', 'body', 'content_type', 'status'];

/** `API: fallback/api.json`, or a map of what is answered, one line a service. */
export function readStaticAnswers(source: ProfileFile, value: YamlNode): readonly StaticAnswerProfile[] {
  return entriesOf(source, value, 'static_answers').map((entry) => readOne(source, entry));
}

function readOne(source: ProfileFile, { key, keySpan, value }: YamlEntry): StaticAnswerProfile {
  const place = ['static-answers', key];
  const name = `static_answers.${key}`;
  const service = source.reading.imply([source.prefix, ...place, 'name'], keySpan, key, anyText);
  const answer: Writable<StaticAnswerProfile> = { service };
  if (value.kind === 'scalar' && value.value !== null)
    set(answer, 'file', scalar(source, [...place, 'file'], value, anyText));
  else readMap(answer, { source, value, place, name });
  requireWhole(answer, { source, value, name });
  return answer;
}

interface At {
  readonly source: ProfileFile;
  readonly value: YamlNode;
  readonly name: string;
}

function readMap(
  answer: Writable<StaticAnswerProfile>,
  { source, value, place, name }: At & { readonly place: readonly string[] },
): void {
  const one = (key: 'file' | 'body') => (node: YamlNode) =>
    set(answer, key, scalar(source, [...place, key], node, anyText));
  const readers = {
    file: one('file'),
    body: one('body'),
    content_type: (node: YamlNode) => {
      const stated = scalar(source, [...place, 'content-type'], node, anyText);
      if (stated === undefined || !isMediaType.test(stated.value))
        report(source, node, `${name}.content_type is no media type`, 'write one, e.g. `text/html; charset=utf-8`');
      else answer.contentType = stated;
    },
    status: (node: YamlNode) => {
      const stated = scalar(source, [...place, 'status'], node, count());
      if (stated === undefined || !hasBody(stated.value))
        report(source, node, `${name}.status is no status of an answer with a body`, 'write e.g. `200` or `503`');
      else answer.status = stated;
    },
  };
  readEntries(entriesOf(source, value, name), readers, { source, keys, place: name });
}

/** What is to be answered, once, and as what. */
function requireWhole({ file, body }: StaticAnswerProfile, { source, value, name }: At): void {
  if ((file === undefined) === (body === undefined)) {
    const both = file === undefined ? 'neither a file nor a body' : 'both a file and a body';
    report(
      source,
      value,
      `${name} has ${both}`,
      `say what is answered, e.g. \`${name.split('.')[1] ?? ''}: fallback.html\``,
    );
    return;
  }
  const saysKind = value.kind === 'map' && value.entries.some(({ key }) => key === 'content_type');
  if (saysKind || (file !== undefined && contentTypeOf(file.value) !== undefined)) return;
  const help = 'add e.g. `content_type: application/json` below it';
  report(source, value, `${name} does not say of which kind its content is`, help);
}

/** `text/html; charset=utf-8` (RFC 9110, section 8.3.1). */
const isMediaType =
  /^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,60}(?:\s*;\s*[\w-]{1,30}=(?:[\w!#$&^.+-]{1,60}|"[^"\r\n]{1,60}"))*$/;

function hasBody(status: number): boolean {
  return status >= 200 && status <= 599 && status !== 204 && status !== 205 && status !== 304;
}
