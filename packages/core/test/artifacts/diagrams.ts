import { artifacts } from '@asbuilt/core/artifacts';
import { modelOf } from './overviews.ts';

type Kind = 'c4' | 'sequence' | 'gantt' | 'flowchart-v2';

/** What Mermaid calls a diagram, by its first word. */
const kinds: Readonly<Record<string, Kind>> = {
  C4Context: 'c4',
  C4Container: 'c4',
  sequenceDiagram: 'sequence',
  gantt: 'gantt',
  flowchart: 'flowchart-v2',
};

/** A Mermaid text in an artifact. */
export interface Diagram {
  readonly path: string;
  readonly text: string;
  /** The kind that Mermaid must recognise. */
  readonly kind: Kind;
}

/** Every Mermaid text among the artifacts of an overview: whole files, and blocks in Markdown. */
export function diagramsOf(overview: string): readonly Diagram[] {
  const source = { file: 'overview.md', model: modelOf(overview) };
  return artifacts.flatMap(({ path, comment, derive }) => {
    const derived = derive(source);
    const texts = comment === 'mermaid' ? [derived] : blocks(derived);
    return texts.map((text) => ({ path, text, kind: kinds[/^\w+/.exec(text)?.[0] ?? ''] ?? 'c4' }));
  });
}

function blocks(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```mermaid\n(.*?)^```$/gms)].map(([, inside = '']) => inside);
}
