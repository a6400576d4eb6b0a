import { everyCall, flowCalls, flows, participant } from '#derive/calls';
import type { FlowStep, Model, Participant } from '#model/index';
import { mermaidLine } from '../print/escape.ts';

/** Somebody who takes part in a flow. */
export interface Lifeline {
  /** Numbered, because a name may be a word of Mermaid's. */
  readonly id: string;
  readonly role: 'actor' | 'participant';
  readonly name: string;
}

/** A step of a flow; its ends by their places in the list of lifelines. */
export interface Message {
  readonly from: number;
  readonly to: number;
  /** The step's number and what it says. */
  readonly words: string;
  /** The message that it answers, by its place in the list. */
  readonly answers?: number;
}

/** A flow in time, before it is drawn in any notation. */
export interface Sequence {
  readonly lifelines: readonly Lifeline[];
  readonly messages: readonly Message[];
  /** Steps that are left out, because a diagram of them all would show nothing any more. */
  readonly more: number;
}

const mostMessages = 100;
const mostLifelines = 16;

/** Each flow of the document in time. */
export function sequencesOf(model: Model): readonly Sequence[] {
  return flows(model).map((steps) => sequenceOf(model, steps));
}

function sequenceOf(model: Model, steps: readonly FlowStep[]): Sequence {
  const lifelines = new Map<string, Lifeline & { readonly index: number }>();
  const at = (value: string): number | undefined => {
    const { kind, name }: Participant = participant(model, value);
    const known = lifelines.get(name);
    if (known !== undefined) return known.index;
    const index = lifelines.size;
    if (index === mostLifelines) return undefined;
    lifelines.set(name, { id: `p${index + 1}`, role: kind === 'actor' ? 'actor' : 'participant', name, index });
    return index;
  };
  const asked = new Map(everyCall(flowCalls(model, steps)).map(({ step, answered }) => [answered, step]));
  const messages: Message[] = [];
  const places = new Map<FlowStep, number>();
  for (const step of steps) {
    if (messages.length === mostMessages) break;
    const from = at(step.from.value);
    const to = from === undefined ? undefined : at(step.to.value);
    if (from === undefined || to === undefined) break;
    places.set(step, messages.length);
    const call = asked.get(step);
    const answers = call && places.get(call);
    const label = step.label?.value ?? (call === undefined ? 'call' : 'answer');
    messages.push({ from, to, words: `${step.step}. ${label}`, ...(answers !== undefined && { answers }) });
  }
  return { lifelines: [...lifelines.values()], messages, more: steps.length - messages.length };
}

/** Each flow of the document as a Mermaid sequence diagram: calls as solid arrows, answers as dashed ones. */
export function sequenceDiagrams(model: Model): readonly string[] {
  return sequencesOf(model).map(sequenceText);
}

function sequenceText({ lifelines, messages, more }: Sequence): string {
  const id = (index: number): string => lifelines[index]?.id ?? '';
  const lines = [
    ...lifelines.map((lifeline) => `${lifeline.role} ${lifeline.id} as ${mermaidLine(lifeline.name) || lifeline.id}`),
    ...messages.map(({ from, to, words, answers }) => {
      const arrow = answers === undefined ? '->>' : '-->>';
      return `${id(from)}${arrow}${id(to)}: ${mermaidLine(words)}`;
    }),
    ...(more === 0 || lifelines.length === 0 ? [] : [`Note over ${id(0)}: + ${more} more steps`]),
  ];
  return `${['sequenceDiagram', ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}
