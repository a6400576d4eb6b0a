import * as fc from 'fast-check';

/** What was read of an answer, whatever pieces it came in. */
export type Read =
  | {
      readonly kind: 'interim' | 'head';
      readonly status: number;
      readonly text: string;
      readonly raw: readonly string[];
    }
  | { readonly kind: 'data'; readonly bytes: string }
  | { readonly kind: 'end'; readonly trailers: readonly string[]; readonly isKept: boolean };

const word = fc.stringMatching(/^[A-Za-z][\w-]{0,12}$/);
const value = fc.stringMatching(/^(?:[!-~\x80-\xff](?:[\t -~\x80-\xff]{0,20}[!-~\x80-\xff])?)?$/);
const field = fc.tuple(
  word.filter((name) => !/^(connection|keep-alive|content-length|transfer-encoding|trailer|upgrade)$/i.test(name)),
  value,
);
const fields = fc.array(field, { maxLength: 5 });
const body = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

function printed(lines: readonly (readonly [string, string])[]): string {
  return lines.map(([name, said]) => `${name}:${said.length % 2 === 0 ? ' ' : '\t '}${said}\r\n`).join('');
}

const interim = fc
  .tuple(fc.constantFrom(102, 103), fields)
  .map(([status, said]) => `HTTP/1.1 ${status} Early\r\n${printed(said)}\r\n`);

const chunks = fc
  .tuple(
    fc.array(
      body.filter((text) => text !== ''),
      { maxLength: 4 },
    ),
    fields,
    fc.constantFrom('', ';a=1', ';b="c d"'),
  )
  .map(
    ([parts, trailers, extension]) =>
      `${parts.map((part) => `${part.length.toString(16)}${extension}\r\n${part}\r\n`).join('')}0\r\n${printed(trailers)}\r\n`,
  );

/** Answers that are as they should be, with bodies of a known length, in chunks, and without any. */
export const wellFormed: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(interim, { maxLength: 2 }),
    fc.constantFrom(200, 201, 204, 304, 404, 500, 503, 599),
    fc.constantFrom(' OK', '', ' ', ' Gar nicht gef\xfcnden'),
    fields,
    fc.oneof(
      body.map((text) => ['Content-Length', String(text.length), text] as const),
      chunks.map((text) => ['transfer-encoding', 'Chunked', text] as const),
    ),
  )
  .map(([before, status, text, said, [name, how, rest]]) => {
    const hasBody = status !== 204 && status !== 304;
    return `${before.join('')}HTTP/1.1 ${status}${text}\r\n${printed([...said, [name, how]])}\r\n${hasBody ? rest : ''}`;
  });
