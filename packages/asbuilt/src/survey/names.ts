const acronyms = new Set(['api', 'ui', 'bff', 'cms', 'crm', 'sso', 'db', 'ssr', 'pwa', 'cdn', 's3', 'sftp', 'gql']);

/** A folder's or container's name as people write it: `admin-api` is "Admin API". */
export function titled(name: string): string {
  const words = name.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').split(/[-_.\s]+/);
  return words
    .filter((word) => word !== '')
    .map((word) =>
      acronyms.has(word.toLowerCase()) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}

/** Gives each wanted name once: the second Web is "Web 2". */
export function uniqueNames(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    let name = wanted;
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${wanted} ${number}`;
    taken.add(name.toLowerCase());
    return name;
  };
}
