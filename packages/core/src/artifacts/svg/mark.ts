/** A piece of SVG. */
export type Mark = string;

/** Attributes of an element; numbers are pixels. What is absent is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** `<name attributes>children</name>`; without children `<name attributes/>`. */
export function mark(name: string, attributes: Attributes, children: readonly Mark[] = []): Mark {
  const said = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? pixels(value) : escaped(value ?? '')}"`)
    .join('');
  return children.length === 0 ? `<${name}${said}/>` : `<${name}${said}>${children.join('')}</${name}>`;
}

/** A tenth of a pixel is enough, and keeps the bytes the same on every machine. */
export function pixels(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

/** One line of text. */
export function textMark(text: string, attributes: Attributes): Mark {
  return mark('text', attributes, [escaped(text)]);
}

/** Text as XML 1.0 allows it: marks escaped, characters that it has none for replaced (§2.2). */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Cs}\p{Cc}\uFFFE\uFFFF]/gu, '\uFFFD')
    .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
