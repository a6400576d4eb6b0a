/**
 * The source files that are loaded when the module that `input` is in is imported, after the bundle's entry has
 * started: those of its own chunk, of the entry, and of every chunk that these import at once (not lazily).
 */
export function loadedBy(metafile, input) {
  const entries = Object.entries(metafile.outputs);
  const starts = entries.filter(
    ([, output]) => output.entryPoint === input || output.entryPoint?.endsWith('/asbuilt.ts'),
  );
  if (!starts.some(([, output]) => output.entryPoint === input)) throw new Error(`${input} is no entry of the bundle.`);
  const seen = new Set();
  const inputs = new Set();
  const visit = (path) => {
    if (seen.has(path)) return;
    seen.add(path);
    const output = metafile.outputs[path];
    for (const name of Object.keys(output.inputs)) inputs.add(name);
    for (const imported of output.imports) {
      if (!imported.external && imported.kind === 'import-statement') visit(imported.path);
    }
  };
  for (const [path] of starts) visit(path);
  return [...inputs];
}
