import { createHash, randomBytes } from 'node:crypto';
import { cookies } from 'next/headers';
import { clientId, discover, redirectUri } from '../issuer.ts';

/** Sends the visitor to the issuer, for a code that only this browser can turn into a token (PKCE, RFC 7636). */
export async function GET(request: Request): Promise<Response> {
  const { signIn } = await discover();
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const jar = await cookies();
  jar.set('signing-in', `${state} ${verifier}`, { httpOnly: true, sameSite: 'lax', path: '/signed-in', maxAge: 600 });
  const to = new URL(signIn);
  to.search = String(
    new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      redirect_uri: redirectUri(request.headers),
      scope: 'openid',
      state,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    }),
  );
  return new Response(null, { status: 303, headers: { location: to.href } });
}
