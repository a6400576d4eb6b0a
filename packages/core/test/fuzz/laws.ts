import { safeRepairs } from '../../src/check/index.ts';
import { isHole, type Span, statementsOf } from '../../src/model/index.ts';
import { applyEdits, modelJson, resolveHoles } from '../../src/overview/index.ts';
import { type Block, type Inline, parseMarkdown, type TableRow } from '../../src/text/index.ts';
import type { Input } from './input.ts';
import { type Reader, type Seen, see, useAll } from './reader.ts';

/** A law that an input breaks, and how. */
export interface Breach {
  readonly law: string;
  readonly message: string;
}

/** A sentence that must hold for every input; `breachOf` says how it does not. */
interface Law {
  readonly name: string;
  readonly breachOf: (seen: Seen, reader: Reader) => string | undefined;
}

const printsBack: Law = {
  name: 'printing gives back what was read',
  breachOf: ({ draft, input }, { print }) =>
    print(draft) === input.overview ? undefined : 'the printed text is another one',
};

const spansAreInside: Law = {
  name: 'every span lies inside of its text',
  breachOf: ({ input, draft, profile, findings }) => {
    const { overview } = input;
    const inOverview = [
      ...[statementsOf(draft.overview), draft.holes, draft.prose, draft.headings, draft.comments].flat(),
      ...[
        draft.misfits,
        draft.unknownKeys,
        draft.problems,
        findings.filter((finding) => finding.file === undefined),
      ].flat(),
      ...findings.flatMap((finding) =>
        [...finding.notes, ...(finding.repairs ?? []).flatMap(({ edits }) => edits)].filter(
          (place) => !('file' in place) && finding.file === undefined,
        ),
      ),
    ].map(({ span }) => span);
    const inSections = draft.sections.flatMap(({ heading, span }) => [heading, span]);
    const inProfile = [...statementsOf(profile.profile), ...profile.problems].map(({ span }) => span);
    return (
      outside([...inOverview, ...inSections], overview) ??
      outside(inProfile, input.profile) ??
      outside(
        findings.filter(({ file }) => file === profile.file).map(({ span }) => span),
        input.profile,
      )
    );
  },
};

function outside(spans: readonly Span[], text: string): string | undefined {
  const stray = spans.find(({ from, to }) => !(from >= 0 && from <= to && to <= text.length));
  return stray && `a span is ${stray.from}–${stray.to} in a text of ${text.length}`;
}

const inlinesKnowTheirPlaces: Law = {
  name: 'every letter of a run of text knows where it stands',
  breachOf: ({ input }) => {
    const { blocks } = parseMarkdown(input.overview);
    const misplaced = blocks.flatMap(inlinesOf).find((inline) => !isPlaced(inline, input.overview));
    return misplaced && `the run at ${misplaced.span.from} has letters out of place`;
  },
};

function inlinesOf(block: Block): Inline[] {
  switch (block.kind) {
    case 'heading':
    case 'paragraph':
      return [block.content];
    case 'list':
      return block.items.flatMap((item) => [item.content, ...item.children.flatMap(inlinesOf)]);
    case 'table':
      return [block.header, ...block.rows].flatMap(({ cells }: TableRow) => cells);
    case 'code':
    case 'html':
    case 'rule':
    case 'quote':
    case 'other':
      return [];
  }
}

function isPlaced({ plain, offsets, span }: Inline, text: string): boolean {
  if (offsets === undefined)
    return text.slice(span.from, span.to).replace(/[\r\n]/g, ' ') === plain.replace(/[\r\n]/g, ' ');
  return offsets.every(
    (offset, index) =>
      offset >= span.from &&
      offset <= span.to &&
      (index === 0 || offset > (offsets[index - 1] ?? -1)) &&
      (index === plain.length || text[offset] === plain[index] || /[\r\n]/.test(text[offset] ?? '')),
  );
}

const idsAreUnique: Law = {
  name: 'no two statements have one id',
  breachOf: ({ draft, profile }) => {
    const ids = [...statementsOf(draft.overview), ...statementsOf(profile.profile)].map(({ id }) => id);
    const seen = new Set<string>();
    const twice = ids.find((id) => seen.size === seen.add(id).size);
    return twice && `${twice} is there twice`;
  },
};

const modelsHaveNoHoles: Law = {
  name: 'a model has no holes',
  breachOf: ({ model }) => {
    const open = statementsOf(model.overview).find(({ value }) => isHole(value));
    return open && `${open.id} is a hole`;
  },
};

const noRuleCrashes: Law = {
  name: 'no rule crashes',
  breachOf: ({ findings }) => findings.find(({ rule }) => rule === 'rule-crashed')?.message,
};

const repairsApply: Law = {
  name: 'safe repairs can be applied together',
  breachOf: ({ findings, input }) => {
    const inOverview = safeRepairs(findings.filter(({ file }) => file === undefined));
    applyEdits(
      input.overview,
      inOverview.flatMap(({ repair }) => repair.edits),
    );
    return undefined;
  },
};

const holesAreFilledInPlace: Law = {
  name: 'filling holes changes holes alone',
  breachOf: ({ input }) => {
    const values = { tokens: {}, now: 0, uuid: 'uuid-here' };
    const { text, filled } = resolveHoles(input.overview, values);
    const grown = filled.reduce((sum, { hole, value }) => sum + value.length - (hole.span.to - hole.span.from), 0);
    return text.length === input.overview.length + grown ? undefined : 'more or less than the holes was changed';
  },
};

const formattingIsDoneOnce: Law = {
  name: 'formatting twice is formatting once',
  breachOf: ({ input }, { format }) => {
    const formatted = applyEdits(input.overview, format(input.overview));
    const [again] = format(formatted);
    return again && `at ${again.span.from} it would write ${JSON.stringify(again.text.slice(0, 200))} next time`;
  },
};

const formattingKeepsTheMeaning: Law = {
  name: 'formatting leaves what a document says as it is',
  breachOf: ({ input, draft }, { format, read }) => {
    const after = read(applyEdits(input.overview, format(input.overview)));
    return difference(said(draft), said(after));
  },
};

/** All that a document says, a sentence each. */
function said(draft: Seen['draft']): string[] {
  return [
    ...statementsOf(draft.overview).map(({ id, value }) => `${id} is ${JSON.stringify(value)}`),
    ...draft.holes.map(({ text }) => `${text} is open`),
    ...draft.headings.map(({ text }) => `${text} is a heading`),
    JSON.stringify(modelJson(draft)),
  ];
}

function difference(before: readonly string[], after: readonly string[]): string | undefined {
  const at = before.findIndex((each, index) => each !== after[index]);
  if (at < 0 && before.length === after.length) return undefined;
  return `before: ${before.at(at)?.slice(0, 300)}; after: ${after.at(at)?.slice(0, 300)}`;
}

const laws: readonly Law[] = [
  printsBack,
  spansAreInside,
  inlinesKnowTheirPlaces,
  idsAreUnique,
  modelsHaveNoHoles,
  noRuleCrashes,
  repairsApply,
  holesAreFilledInPlace,
  formattingIsDoneOnce,
  formattingKeepsTheMeaning,
];

/** The first law that an input breaks. That something throws breaks the law whose turn it was. */
export function breachOf(input: Input, reader: Reader): Breach | undefined {
  let law = 'reading, linking and checking never throw';
  try {
    const seen = see(input, reader);
    law = 'whatever is read can be printed, planned and reported';
    useAll(seen);
    for (const { name, breachOf: holds } of laws) {
      law = name;
      const message = holds(seen, reader);
      if (message !== undefined) return { law, message };
    }
    return undefined;
  } catch (thrown) {
    return { law, message: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) };
  }
}
