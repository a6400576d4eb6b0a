/**
 * The source files whose code runs once these modules are imported: they themselves, and whatever they import at once
 * (not lazily), by esbuild's metafile.
 *
 * @param {import('esbuild').Metafile} metafile
 * @param {readonly string[]} modules paths as esbuild names its inputs
 * @returns {string[]}
 */
export function loadedBy(metafile, modules) {
  /** @type {Set<string>} */
  const seen = new Set();
  const waiting = [...modules];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const input = metafile.inputs[path];
    if (input === undefined) throw new Error(`${path} is not in the bundle.`);
    if (seen.has(path)) continue;
    seen.add(path);
    const imported = input.imports.filter(({ kind, external }) => kind !== 'dynamic-import' && external !== true);
    waiting.push(...imported.map((each) => each.path));
  }
  return [...seen];
}
