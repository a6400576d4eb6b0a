import { authUrl } from './config.ts';

export const clientId = 'tool-shed';

/** Where one signs in, and where tokens are had for a code (OpenID Connect Discovery). */
export async function discover(): Promise<{ readonly signIn: string; readonly tokens: string }> {
  const answer = await fetch(`${authUrl()}/.well-known/openid-configuration`, { cache: 'no-store' });
  const said: unknown = await answer.json();
  if (typeof said !== 'object' || said === null || !('authorization_endpoint' in said) || !('token_endpoint' in said))
    throw new Error(`${authUrl()} does not say where one signs in`);
  return { signIn: String(said.authorization_endpoint), tokens: String(said.token_endpoint) };
}

/** The page to which the issuer leads back, as the visitor's browser knows it. */
export function redirectUri(headers: Headers): string {
  return `${headers.get('x-forwarded-proto') ?? 'http'}://${headers.get('x-forwarded-host') ?? headers.get('host')}/signed-in`;
}
