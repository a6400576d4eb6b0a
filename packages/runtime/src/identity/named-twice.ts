const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]:]/g;

/**
 * Whether an object in a JSON text, at any depth, has two members of one name. Readers differ in which of them they take
 * (RFC 8259, section 4), so that a service could believe something else of a token than who let it in (RFC 7519, section 4).
 *
 * @param json what `JSON.parse` takes
 */
export function hasNameTwice(json: string): boolean {
  /** What the objects around have named; undefined for an array. */
  const around: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [token] of json.matchAll(tokens)) {
    if (token === '{') around.push(new Set());
    else if (token === '[') around.push(undefined);
    else if (token === '}' || token === ']') around.pop();
    else if (token === ':') {
      const names = around.at(-1);
      const name = nameOf(last);
      if (names?.has(name) === true) return true;
      names?.add(name);
    }
    last = token;
  }
  return false;
}

/** The same name may be written with other escapes. */
function nameOf(quoted: string): string {
  return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
}
