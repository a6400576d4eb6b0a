import type { Lifeline, Message, Sequence } from '../diagram/sequence.ts';
import { centred, heightOf, type Paragraph } from './lines.ts';
import { type Mark, mark, pixels, textMark } from './mark.ts';
import type { Picture } from './picture.ts';
import { wrap } from './wrap.ts';

/** From one lifeline to the next, and the box that it hangs from. */
const column = 190;
const head = { width: 150, height: 46 } as const;
/** Room above the arrow of a message, besides its words. */
const messageGap = 16;
const leading = 15;
const betweenFlows = 40;

/** The flows of a document in time, one below the other: calls as solid arrows, answers as dashed ones. */
export function sequencePicture(system: string, sequences: readonly Sequence[]): Picture {
  const flows = sequences.map(flowPicture);
  let y = 0;
  const content = flows.flatMap(({ marks, height }) => {
    const moved = [`<g transform="translate(0 ${pixels(y)})">`, ...marks, '</g>'];
    y += height + betweenFlows;
    return moved;
  });
  const steps = sequences.flatMap(({ lifelines, messages }) =>
    messages.map(({ from, to, words }) => `${lifelines[from]?.name ?? ''} to ${lifelines[to]?.name ?? ''}: ${words}.`),
  );
  return {
    title: `Request flow of ${system}`,
    description: steps.join(' ') || 'The overview states no request flow.',
    width: Math.max(0, ...flows.map(({ width }) => width)),
    height: Math.max(40, y - betweenFlows),
    content: flows.length === 0 ? [textMark('The overview states no request flow.', { x: 0, y: 16 })] : content,
  };
}

interface FlowPicture {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
}

interface PlacedMessage {
  readonly message: Message;
  readonly label: Paragraph;
  /** Where the arrow runs. */
  readonly y: number;
}

function flowPicture({ lifelines, messages, more }: Sequence): FlowPicture {
  const placed = placedMessages(messages);
  const bottom = (placed.at(-1)?.y ?? head.height) + 24;
  const note = more === 0 ? [] : [textMark(`+ ${more} more steps`, { class: 'strong', x: 0, y: bottom + 20 })];
  // An arrow from the last lifeline to itself stands to the right of it.
  const loops = messages.some(({ from, to }) => from === to && from === lifelines.length - 1) ? column : 0;
  return {
    width: lifelines.length * column + loops,
    height: bottom + (more === 0 ? 0 : 28),
    marks: [
      ...lifelines.flatMap((lifeline, index) => lifelineMarks(lifeline, index, bottom)),
      ...placed.flatMap((each) => activeMarks(each, placed)),
      ...placed.flatMap(messageMarks),
      ...note,
    ],
  };
}

function placedMessages(messages: readonly Message[]): readonly PlacedMessage[] {
  let y: number = head.height;
  return messages.map((message) => {
    const columns = Math.max(1, Math.abs(message.to - message.from));
    const room = { width: columns * column - 28, lines: 4 };
    const label: Paragraph = { lines: wrap(message.words, { size: 12 }, room), look: '', leading };
    y += messageGap + heightOf([label]);
    return { message, label, y };
  });
}

function middleOf(index: number): number {
  return index * column + column / 2;
}

function lifelineMarks({ name, role }: Lifeline, index: number, bottom: number): readonly Mark[] {
  const x = middleOf(index);
  const title: Paragraph = {
    lines: wrap(name, { size: 12, bold: true }, { width: head.width - 16, lines: 2 }),
    look: 'strong',
    leading: 16,
  };
  const place = { x: x - head.width / 2, y: 0, ...head };
  return [
    mark('line', { class: 'rule', x1: x, y1: head.height, x2: x, y2: bottom }),
    mark('rect', { class: role === 'actor' ? 'person' : 'system', ...place, rx: role === 'actor' ? 20 : 6 }),
    ...centred([title], x, (head.height - heightOf([title])) / 2),
  ];
}

/** A bar on the lifeline of who is called, from the call to its answer. */
function activeMarks({ message, y }: PlacedMessage, placed: readonly PlacedMessage[]): readonly Mark[] {
  const call = message.answers === undefined ? undefined : placed[message.answers];
  if (call === undefined) return [];
  return [
    mark('rect', { class: 'system', x: middleOf(call.message.to) - 5, y: call.y, width: 10, height: y - call.y }),
  ];
}

function messageMarks({ message: { from, to, answers }, label, y }: PlacedMessage): readonly Mark[] {
  const [start, end] = [middleOf(from), middleOf(to)];
  const look = answers === undefined ? 'arrow' : 'arrow answer';
  const top = y - heightOf([label]) - 4;
  if (from === to) {
    const line = `M${pixels(start + 5)} ${pixels(y - 8)}h26v8h-26`;
    return [mark('path', { class: look, d: line }), ...centred([label], start + column / 2, top - 6)];
  }
  const side = Math.sign(end - start) * 5;
  return [
    mark('path', { class: look, d: `M${pixels(start + side)} ${pixels(y)}H${pixels(end - side)}` }),
    ...centred([label], (start + end) / 2, top),
  ];
}
