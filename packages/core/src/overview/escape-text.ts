import { findHoles } from './hole.ts';

/** Text as Markdown that reads back as the same text, also in a table cell and at the head of a list item. */
export function escapeText(said: string): string {
  return said
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>|~]/g, '\\$&')
    .replace(/^[#+-]/, '\\$&')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2');
}

/** Text with holes in it: the holes as they are, the rest as `escapeText`. */
export function escapeAroundHoles(said: string): string {
  let escaped = '';
  let at = 0;
  for (const { span, text: hole } of findHoles(said)) {
    escaped += `${escapePiece(said.slice(at, span.from))}${hole.replace(/[|]/g, '\\|')}`;
    at = span.to;
  }
  return escaped + escapePiece(said.slice(at));
}

/** As `escapeText`, with the spaces that join a piece to its neighbours. */
function escapePiece(piece: string): string {
  const words = escapeText(piece);
  if (words === '') return piece === '' ? '' : ' ';
  return `${/^\s/.test(piece) ? ' ' : ''}${words}${/\s$/.test(piece) ? ' ' : ''}`;
}

/** A path as inline code. */
export function code(said: string): string {
  return said === '' || said.includes('`') ? escapeText(said) : `\`${said}\``;
}
