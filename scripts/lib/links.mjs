import { readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** `[text](target)`, `![text](target "title")` and `[label]: target`. */
const inlineLink = /\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g;
const definition = /^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)/gm;

/**
 * The links of Markdown documents that lead nowhere inside the checkout: to a file that does not exist, or to a
 * heading that its file does not have. Addresses on the web are not visited.
 *
 * @param {readonly string[]} documents absolute paths
 * @param {string} folder what the paths in the answer are relative to
 * @returns {Promise<string[]>} one sentence each
 */
export async function brokenLinks(documents, folder) {
  const answers = await Promise.all(documents.map((document) => brokenIn(document, folder)));
  return answers.flat();
}

/**
 * @param {string} document
 * @param {string} folder
 */
async function brokenIn(document, folder) {
  const text = withoutCode(await readFile(document, 'utf8'));
  const targets = [...text.matchAll(inlineLink), ...text.matchAll(definition)].map((match) => match[1] ?? '');
  const problems = await Promise.all([...new Set(targets)].map((target) => problemOf(target, document)));
  const name = relative(folder, document).split(sep).join('/');
  return problems.filter((problem) => problem !== undefined).map((problem) => `${name}: ${problem}`);
}

/**
 * @param {string} target
 * @param {string} document
 * @returns {Promise<string | undefined>}
 */
async function problemOf(target, document) {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return undefined;
  const [path = '', heading] = target.split('#');
  const file = path === '' ? document : join(dirname(document), decodeURIComponent(path));
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return `the link to ${target} leads to a file that does not exist.`;
  if (heading === undefined || heading === '' || found.isDirectory()) return undefined;
  const known = headingIds(await readFile(file, 'utf8'));
  return known.has(heading) ? undefined : `the link to ${target} names a heading that is not there.`;
}

/**
 * The ids that GitHub gives to the headings of a document.
 *
 * @param {string} text
 * @returns {ReadonlySet<string>}
 */
export function headingIds(text) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  const ids = [...withoutCode(text, true).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map((match) => {
    const plain = (match[1] ?? '').replace(/`/g, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    const id = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const times = seen.get(id) ?? 0;
    seen.set(id, times + 1);
    return times === 0 ? id : `${id}-${times}`;
  });
  return new Set(ids);
}

/**
 * @param {string} text
 * @param {boolean} [keepInline] whether `code` inside a line stays
 */
function withoutCode(text, keepInline = false) {
  const unfenced = text.replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\1[^\n]*$/gm, '');
  return keepInline ? unfenced : unfenced.replace(/(`+)[^`\n]*\1/g, '');
}
