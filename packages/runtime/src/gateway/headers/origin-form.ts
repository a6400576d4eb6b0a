/** A proxy may be asked with a whole URL (RFC 9112, section 3.2.2); the callee is asked with its path. */
export function originForm(url: string): string {
  if (url.startsWith('/')) return url;
  return url.replace(/^https?:\/\/[^/?#]*/i, '') || '/';
}
