import { errorBudgetMinutes } from '#derive/error-budget';
import { mermaidLine } from '../print/escape.ts';
import { minutes, percent } from '../print/units.ts';
import { foldedTree, isOverpromised, type SloNode, type SloTree } from './slo-tree.ts';

/** Which service needs which to keep its objective, as a Mermaid flowchart; nothing where no objective is stated. */
export function sloDiagrams(tree: SloTree): readonly string[] {
  if (tree.nodes.every(({ objective }) => objective === undefined)) return [];
  const { nodes, edges, more } = foldedTree(tree);
  const ids = new Map(nodes.map(({ name }, index) => [name, `n${index + 1}`]));
  const lines = [
    ...nodes.map((node) => `${ids.get(node.name) ?? ''}["${labelOf(node)}"]${isOverpromised(node) ? ':::bad' : ''}`),
    ...edges.map(({ from, to, isSoft }) => `${ids.get(from) ?? ''} ${isSoft ? '-.->' : '-->'} ${ids.get(to) ?? ''}`),
    ...(more === 0 ? [] : [`more["+ ${more} more services"]`]),
    'classDef bad stroke:#c62828,stroke-width:2px',
  ];
  return [`${['flowchart TD', ...lines.map((line) => `  ${line}`)].join('\n')}\n`];
}

function labelOf({ name, objective, reachable }: SloNode): string {
  const lines = [
    name,
    objective === undefined ? 'no objective' : budgetText(objective),
    ...(reachable === undefined ? [] : [`what it needs leaves at most ${budgetText(reachable)}`]),
  ];
  return lines.map((line) => mermaidLine(unmarked(line))).join('<br/>');
}

/** Mermaid marks its own entities with a ligature and breaks lines at `\\n`; in a flowchart it finds both wherever they stand. */
function unmarked(text: string): string {
  return text.replaceAll('ﬂ', 'fl').replaceAll('\\n', '\\\u2060n');
}

/** `99.9%: 43.2 min in 30 days`; a product of many shares to six digits. */
export function budgetText(objective: number): string {
  const share = Number(objective.toPrecision(6));
  return `${percent(share)}: ${minutes(errorBudgetMinutes(share))} in 30 days`;
}
