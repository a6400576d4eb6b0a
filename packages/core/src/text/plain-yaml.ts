import { parseYaml, type YamlNode } from './yaml.ts';

/**
 * What a YAML text says, without places.
 *
 * @throws {SyntaxError} with the first thing that is wrong with it
 */
export function plainYaml(text: string): unknown {
  const { root, problems } = parseYaml(text);
  const [problem] = problems;
  if (problem !== undefined) throw new SyntaxError(problem.message);
  return root && plain(root);
}

function plain(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'list':
      return node.items.map(plain);
    case 'map':
      return Object.fromEntries(node.entries.map(({ key, value }) => [key, plain(value)]));
  }
}
