import * as client from 'openid-client';

/** Who signs in where. */
interface SignIn {
  /** Where the application reaches the issuer. */
  readonly url: string;
  readonly person: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** How ID tokens are signed. */
  readonly algorithm?: string;
}

type Tokens = client.TokenEndpointResponse &
  client.TokenEndpointResponseHelpers & { readonly config: client.Configuration };

const redirect = 'http://127.0.0.1:3000/signed-in';

/** Signs somebody in as an application does with a browser: code and PKCE, by openid-client; the browser is played with fetch. */
export async function signIn({
  url,
  person,
  clientId = 'web',
  clientSecret,
  algorithm = 'RS256',
}: SignIn): Promise<Tokens> {
  const config = await client.discovery(
    new URL(`${url}/.well-known/openid-configuration`),
    clientId,
    {
      ...(clientSecret !== undefined && { client_secret: clientSecret }),
      id_token_signed_response_alg: algorithm,
    },
    clientSecret === undefined ? client.None() : client.ClientSecretBasic(clientSecret),
    { execute: [client.allowInsecureRequests] },
  );
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const start = client.buildAuthorizationUrl(config, {
    redirect_uri: redirect,
    scope: 'openid profile email',
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  });
  const back = await choose(start, person);
  const tokens = await client.authorizationCodeGrant(config, back, {
    pkceCodeVerifier: verifier,
    expectedState: state,
  });
  return Object.assign(tokens, { config });
}

/** Follows the issuer's redirects with its cookies, presses somebody's button, and gives the address that leads back. */
export async function choose(start: URL, person: string): Promise<URL> {
  const cookies = new Map<string, string>();
  let next = start;
  for (let steps = 0; steps < 10; steps += 1) {
    const isPage = next.pathname.startsWith('/sign-in/');
    const response = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(isPage && { method: 'POST', body: new URLSearchParams({ person }) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${next.href} answered ${response.status}: ${await response.text()}`);
    next = new URL(location, next);
    if (next.href.startsWith(redirect)) return next;
  }
  throw new Error('the issuer never led back');
}
