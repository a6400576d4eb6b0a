import { cookies } from 'next/headers';
import { clientId, discover, redirectUri } from '../issuer.ts';

/** Turns the code that the issuer led back with into a token, which the browser keeps and no script reads. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const jar = await cookies();
  const [state = '', verifier = ''] = jar.get('signing-in')?.value.split(' ') ?? [];
  const code = searchParams.get('code');
  if (code === null || state === '' || state !== searchParams.get('state'))
    return new Response('This sign-in was not begun here; begin again at /sign-in.\n', { status: 400 });
  const token = await tokenFor({ code, verifier, redirect: redirectUri(request.headers) });
  if (token === undefined) return new Response('The issuer gave no token; begin again at /sign-in.\n', { status: 502 });
  jar.delete({ name: 'signing-in', path: '/signed-in' });
  jar.set('session', token, { httpOnly: true, sameSite: 'lax', path: '/' });
  return new Response(null, { status: 303, headers: { location: '/' } });
}

interface Code {
  readonly code: string;
  readonly verifier: string;
  readonly redirect: string;
}

async function tokenFor({ code, verifier, redirect }: Code): Promise<string | undefined> {
  const { tokens } = await discover();
  const answer = await fetch(tokens, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      code_verifier: verifier,
      redirect_uri: redirect,
    }),
    cache: 'no-store',
  });
  const said: unknown = await answer.json();
  const given = typeof said === 'object' && said !== null && 'access_token' in said ? said.access_token : undefined;
  return typeof given === 'string' ? given : undefined;
}
