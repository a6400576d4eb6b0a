import { JSDOM } from 'jsdom';

// Mermaid looks for a browser's `window` and `document` while it is loaded, and keeps what it finds: they come first.
const { window } = new JSDOM('');
Object.assign(globalThis, { window, document: window.document });
const { default: mermaid } = await import('mermaid');

/** Parses a text with Mermaid itself and returns the kind of diagram; rejects where Mermaid would show an error. */
export async function parseMermaid(text: string): Promise<string> {
  return (await mermaid.parse(text)).diagramType;
}

/** Every string that Mermaid understood of a diagram (labels, descriptions, messages, the title), as it would be drawn. */
export async function textsInMermaid(text: string): Promise<readonly string[]> {
  await mermaid.parse(text);
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
  const found: string[] = [];
  for (const name of [
    'getC4ShapeArray',
    'getBoundaries',
    'getRels',
    'getTitle',
    'getDiagramTitle',
    'getActors',
    'getMessages',
  ]) {
    const getter: unknown = Reflect.get(db, name);
    if (typeof getter === 'function') collect(getter.call(db), found);
  }
  return found.map(drawn);
}

function collect(value: unknown, found: string[]): void {
  if (typeof value === 'string') found.push(value);
  else if (value instanceof Map) collect([...value.values()], found);
  else if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (typeof value === 'object' && value !== null) collect(ownTexts(value), found);
}

/** The fields with words; not the links between actors, which lead in circles. */
function ownTexts(value: object): unknown {
  return ['text', 'label', 'descr', 'techn', 'description', 'message'].map((field): unknown =>
    Reflect.get(value, field),
  );
}

/** Mermaid's inward writing of characters, undone as it does when it draws (`ﬂ°°59¶ß`, and `ﬂ°lt¶ß` for names). */
function drawn(text: string): string {
  return text.replace(/ﬂ°(?:°(\d+)|lt)¶ß/g, (_, code?: string) =>
    code === undefined ? '<' : String.fromCodePoint(Number(code)),
  );
}
