import { budgetText } from '../diagram/slo-diagram.ts';
import { foldedTree, isOverpromised, type SloEdge, type SloNode, type SloTree } from '../diagram/slo-tree.ts';
import type { Rectangle } from '../layout/graph.ts';
import { layered } from '../layout/layered.ts';
import { arrowLine } from './arrow.ts';
import { centred, heightOf, type Paragraph } from './lines.ts';
import { type Mark, mark } from './mark.ts';
import type { Picture } from './picture.ts';
import { wrap } from './wrap.ts';

const textWidth = 200;
const padding = 12;

/** Which service needs which to keep its objective: a box is red where what it needs cannot carry what it promises. */
export function sloPicture(system: string, tree: SloTree): Picture {
  const { nodes, edges, more } = foldedTree(tree);
  const texts = nodes.map(paragraphsOf);
  const layout = layered(
    nodes.map(({ name }, index) => ({
      id: name,
      band: 0,
      width: textWidth + 2 * padding,
      height: heightOf(texts[index] ?? []) + 2 * padding,
    })),
    edges,
  );
  const boxes = nodes.flatMap((node, index) => {
    const place = layout.boxes.get(node.name);
    return place === undefined ? [] : boxMarks(node, texts[index] ?? [], place);
  });
  const note = [...notesOf(edges, more)];
  return {
    title: `What the objectives of ${system} depend on`,
    description: nodes.map(sentenceOf).join(' ') || 'The overview states no objectives.',
    width: layout.width,
    height: layout.height + (note.length === 0 ? 0 : 20 + note.length * 18),
    content: [
      ...layout.routes.flatMap((route, index) =>
        route.points.length === 0 ? [] : [arrowLine(route, edges[index]?.isSoft === true ? 'answer' : '')],
      ),
      ...boxes,
      ...centredNotes(note, layout.width / 2, layout.height + 14),
    ],
  };
}

function needOf({ reachable }: SloNode): string {
  return reachable === undefined ? '' : `what it needs leaves at most ${budgetText(reachable)}`;
}

function paragraphsOf(node: SloNode): readonly Paragraph[] {
  const room = { width: textWidth, lines: 3 };
  const own = node.objective === undefined ? 'no objective' : budgetText(node.objective);
  return [
    { lines: wrap(node.name, { size: 14, bold: true }, room), look: 'name', leading: 18 },
    { lines: wrap(own, { size: 12 }, room), look: '', leading: 16 },
    {
      lines: wrap(needOf(node), { size: 11 }, room),
      look: isOverpromised(node) ? 'small alarm' : 'small',
      leading: 15,
    },
  ];
}

function sentenceOf(node: SloNode): string {
  const own = node.objective === undefined ? 'no objective' : budgetText(node.objective);
  return `${[`${node.name}: ${own}`, needOf(node)].filter(Boolean).join('; ')}.`;
}

function boxMarks(node: SloNode, text: readonly Paragraph[], place: Rectangle): readonly Mark[] {
  const look = isOverpromised(node) ? 'bad' : node.objective === undefined ? 'outside' : 'system';
  return [
    mark('rect', { class: look, ...place, rx: 6 }),
    ...centred(text, place.x + place.width / 2, place.y + padding),
  ];
}

function notesOf(edges: readonly SloEdge[], more: number): readonly string[] {
  return [
    ...(more === 0 ? [] : [`+ ${more} more services`]),
    ...(edges.some(({ isSoft }) => isSoft) ? ['dashed: has an answer without it'] : []),
  ];
}

function centredNotes(notes: readonly string[], x: number, top: number): readonly Mark[] {
  return centred([{ lines: notes, look: 'small', leading: 18 }], x, top);
}
