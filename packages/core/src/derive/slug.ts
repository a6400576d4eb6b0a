/** Longest name that Kubernetes and those who follow it take (RFC 1123, a label of a domain name). */
const longest = 63;

/** Names of `a-z`, `0-9` and `-`, at most 63 of them, each given out once: `Event bus` is `event-bus`, another one `event-bus-2`. */
export function slugs(): (name: string) => string {
  const taken = new Set<string>();
  return (name) => {
    const stem = slug(name);
    let unique = stem;
    for (let copy = 2; taken.has(unique); copy += 1)
      unique = `${stem.slice(0, longest - 1 - String(copy).length)}-${copy}`;
    taken.add(unique);
    return unique;
  };
}

function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest);
  return plain.replace(/^-+|-+$/g, '') || 'unnamed';
}
