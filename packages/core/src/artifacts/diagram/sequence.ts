import { everyCall, flowCalls, flows, participant } from '#derive/calls';
import type { FlowStep, Model, Participant } from '#model/index';
import { mermaidLine } from '../print/escape.ts';

/** Each flow of the document as a Mermaid sequence diagram: calls as solid arrows, answers as dashed ones. */
export function sequenceDiagrams(model: Model): readonly string[] {
  return flows(model).map((steps) => sequenceDiagram(model, steps));
}

function sequenceDiagram(model: Model, steps: readonly FlowStep[]): string {
  const answers = new Set(everyCall(flowCalls(model, steps)).map((call) => call.answered));
  const people = peopleOf(model, steps);
  const id = (name: string): string => people.get(participant(model, name).name)?.id ?? '';
  const lines = [
    ...[...people.values()].map((person) => `${person.role} ${person.id} as ${mermaidLine(person.name) || person.id}`),
    ...steps.map((step) => message(step, id, answers.has(step))),
  ];
  return `${['sequenceDiagram', ...lines.map((line) => `  ${line}`)].join('\n')}\n`;
}

interface Lifeline {
  readonly id: string;
  readonly role: 'actor' | 'participant';
  readonly name: string;
}

/** Who takes part, by name, in the order of their first appearance. Numbered, because a name may be a word of Mermaid's. */
function peopleOf(model: Model, steps: readonly FlowStep[]): ReadonlyMap<string, Lifeline> {
  const people = new Map<string, Lifeline>();
  for (const { from, to } of steps) {
    for (const { value } of [from, to]) {
      const { kind, name }: Participant = participant(model, value);
      if (!people.has(name))
        people.set(name, { id: `p${people.size + 1}`, role: kind === 'actor' ? 'actor' : 'participant', name });
    }
  }
  return people;
}

function message(step: FlowStep, id: (name: string) => string, isAnswer: boolean): string {
  const words = step.label?.value ?? (isAnswer ? 'answer' : 'call');
  const arrow = isAnswer ? '-->>' : '->>';
  return `${id(step.from.value)}${arrow}${id(step.to.value)}: ${mermaidLine(`${step.step}. ${words}`)}`;
}
