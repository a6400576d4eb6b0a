import { folderOf, linesOf } from '../found.ts';
import type { Dependency, Manifest } from '../manifest.ts';

/** Reads a go.mod (go.dev/ref/mod): its module and what it requires directly. */
export function readGoMod(file: string, text: string): Manifest {
  const lines = linesOf(text);
  const module = lines.find(({ text: said }) => /^module\s+\S/.test(said));
  const name = module && {
    value: module.text
      .replace(/^module\s+/, '')
      .replace(/\s*\/\/.*$/, '')
      .replaceAll('"', '')
      .trim(),
    file,
    line: module.line,
  };
  const dependencies = lines.flatMap(({ text: said, line }): readonly Dependency[] => {
    const [, path, range, remark = ''] = /^(?:require\s+|\s+)([\w.-]+\.[\w.-]+\/\S+)\s+(v\S+)(.*)$/.exec(said) ?? [];
    if (path === undefined || range === undefined || remark.includes('indirect')) return [];
    // `/v5` is the major version, not the name.
    return [{ name: path.replace(/\/v\d+$/, ''), range, isRuntime: true, file, line }];
  });
  return { ecosystem: 'go', file, folder: folderOf(file), ...(name && { name }), dependencies };
}
