import { artifacts } from '@asbuilt/core/artifacts';
import { modelOf } from './overviews.ts';

/** A Mermaid text in an artifact. */
export interface Diagram {
  readonly path: string;
  readonly text: string;
  /** The kind that Mermaid must recognise. */
  readonly kind: 'c4' | 'sequence';
}

/** Every Mermaid text among the artifacts of an overview: whole files, and blocks in Markdown. */
export function diagramsOf(overview: string): readonly Diagram[] {
  const source = { file: 'overview.md', model: modelOf(overview) };
  return artifacts.flatMap(({ path, comment, derive }) => {
    const derived = derive(source);
    const texts = comment === 'mermaid' ? [derived] : blocks(derived);
    return texts.map((text) => ({ path, text, kind: text.startsWith('C4') ? 'c4' : 'sequence' }));
  });
}

function blocks(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```mermaid\n(.*?)^```$/gms)].map(([, inside = '']) => inside);
}
