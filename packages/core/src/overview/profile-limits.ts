import type { Bytes, CacheBytes, LimitsProfile, Stated } from '#model/index';
import type { YamlNode } from '#text/yaml';
import { text as anyText } from './notation.ts';
import { entriesOf, type ProfileFile, readEntries, report, scalar, set, type Writable } from './profile-file.ts';
import { count, memory } from './quantity.ts';

const keys = ['header_bytes', 'headers', 'body', 'cached_answer', 'caches'];
const kilobyte: Bytes = 1000;
const megabyte: Bytes = 1000 * kilobyte;
/** Who needs more has something else in mind than headers. */
const mostHeaderBytes: Bytes = megabyte;
const mostHeaders = 2000;

/** Bounds of the gateway, where other ones are wanted than the usual. */
export function readLimits(source: ProfileFile, value: YamlNode): LimitsProfile {
  const limits: Writable<LimitsProfile> = {};
  const size =
    (key: 'headerBytes' | 'bodyBytes' | 'answerBytes', { name, least, most }: Size) =>
    (node: YamlNode) =>
      set(limits, key, sizeIn(source, ['limits', name], node, { name: `limits.${name}`, least, most }));
  const readers = {
    header_bytes: size('headerBytes', { name: 'header_bytes', least: kilobyte, most: mostHeaderBytes }),
    headers: (node: YamlNode) => {
      const stated = scalar(source, ['limits', 'headers'], node, count());
      if (stated !== undefined && stated.value >= 1 && stated.value <= mostHeaders) limits.headers = stated;
      else
        report(
          source,
          node,
          'limits.headers is no number of headers',
          `set one from 1 to ${mostHeaders}, e.g. \`200\``,
        );
    },
    body: size('bodyBytes', { name: 'body', least: 1 }),
    cached_answer: size('answerBytes', { name: 'cached_answer', least: 1 }),
    caches: (node: YamlNode) => {
      limits.caches = entriesOf(source, node, 'limits.caches').flatMap(
        ({ key, keySpan, value: said }): CacheBytes[] => {
          const place = ['limits', 'caches', key];
          const name = `limits.caches.${key}`;
          const bytes = sizeIn(source, [...place, 'bytes'], said, { name, least: megabyte });
          const cache = source.reading.imply([source.prefix, ...place, 'name'], keySpan, key, anyText);
          return bytes === undefined ? [] : [{ cache, bytes }];
        },
      );
    },
  };
  readEntries(entriesOf(source, value, 'limits'), readers, { source, keys, place: 'limits' });
  return limits;
}

interface Size {
  /** As the profile has it. */
  readonly name: string;
  readonly least: Bytes;
  readonly most?: Bytes | undefined;
}

function sizeIn(
  source: ProfileFile,
  place: readonly string[],
  node: YamlNode,
  { name, least, most = Number.MAX_SAFE_INTEGER }: Size,
): Stated<Bytes> | undefined {
  const stated = scalar(source, place, node, memory);
  if (stated !== undefined && stated.value >= least && stated.value <= most) return stated;
  const said = stated === undefined ? 'is no size' : stated.value < least ? 'is too small' : 'is too large';
  const upTo = most === Number.MAX_SAFE_INTEGER ? `${memory.print(least)} or more` : `up to ${memory.print(most)}`;
  report(
    source,
    node,
    `${name} ${said}`,
    `write it with its unit, ${upTo}: e.g. \`${memory.print(Math.max(least, megabyte))}\``,
  );
  return undefined;
}
