/** The longest key that S3 takes, in bytes of UTF-8. */
const longestKey = 1024;

/** What is wrong with a key; undefined for a good one. A key that would lead out of its folder for those who make a path of it is none. */
export function faultOfKey(key: string): string | undefined {
  const bytes = Buffer.byteLength(key);
  if (bytes === 0 || bytes > longestKey) return `A key has 1 to ${longestKey} bytes`;
  const isPathUp = key.split(/[/\\]/).some((part) => part === '..' || part === '.');
  if (isPathUp || key.startsWith('/') || key.includes('\0'))
    return 'A key may not go up or to itself (.., .), nor begin with a slash';
  return undefined;
}
