import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { SigningAlgorithm } from '@asbuilt/core/model';
import type Provider from 'oidc-provider';
import { isRecord } from '#values/is-record';
import { messageOf } from '#values/message-of';
import { type LocalServer, listenLocally } from '../local-server.ts';
import { issuerConfiguration } from './issuer-configuration.ts';
import { issuerKeys } from './issuer-keys.ts';
import type { Person } from './people.ts';
import { signInPage } from './sign-in-page.ts';

export interface IssuerOptions {
  /** Gets the keys. */
  readonly keysFile: string;
  /** Where it listens. */
  readonly port: number;
  /** What tokens have under `iss`: its own address. */
  readonly issuer: string;
  /** What access tokens have under `aud` unless the client asks for another. */
  readonly audience: string;
  readonly algorithm: SigningAlgorithm;
  /** Who can sign in. */
  readonly people: readonly Person[];
  /** The claim that names the roles besides `roles`, with dots between its parts. */
  readonly rolesClaim?: string | undefined;
  /** What clients may be called besides plain names. */
  readonly parties: readonly string[];
  readonly log: (line: string) => void;
}

const prefix = '/sign-in/';
const mostFormBytes = 4096;

/**
 * Opens an OpenID Connect issuer for this machine: whoever wants to sign in says who to be. What clients ask it in person
 * (keys, tokens) is at whatever address they reach it by, so that it passes their edge; people come to its own address.
 */
export async function openIssuer(options: IssuerOptions): Promise<LocalServer> {
  const { people } = options;
  const provider = await makeProvider(options);
  const callback = provider.callback();
  const server = createServer((request, response) => {
    if (request.url?.startsWith(prefix) !== true) {
      void callback(request, response);
      return;
    }
    signIn(provider, people, request, response).catch((error: unknown) => {
      options.log(`Signing in failed: ${messageOf(error)}`);
      if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain' });
      response.end('This way to sign in is over or was never begun; begin again at the application.\n');
    });
  });
  return listenLocally(server, options.port, () => server.closeAllConnections());
}

async function makeProvider(options: IssuerOptions): Promise<Provider> {
  const { issuer, keysFile, algorithm, log } = options;
  const Issuer = await loadProvider(log);
  const keys = await issuerKeys(keysFile, algorithm);
  const provider = new Issuer(issuer, issuerConfiguration(keys, { ...options, prefix }));
  Object.defineProperty(provider.Client.prototype, 'redirectUriAllowed', { value: isOfThisMachine });
  Object.defineProperty(provider.Client.prototype, 'postLogoutRedirectUriAllowed', { value: isOfThisMachine });
  provider.use(async (context, next) => {
    await next();
    if (context.path === '/.well-known/openid-configuration' && isRecord(context.body))
      context.body = { ...context.body, ...frontChannel(context.body, issuer) };
  });
  provider.on('server_error', (_, error) => log(`A request failed: ${error.message}`));
  return provider;
}

/** The package says on the console which versions of Node.js it is made for: that belongs into the log of the service. */
async function loadProvider(log: (line: string) => void): Promise<typeof Provider> {
  const { warn } = console;
  console.warn = (...said: unknown[]) =>
    String(said[0]).includes('oidc-provider') ? log(said.join(' ')) : warn(...said);
  try {
    return (await import('oidc-provider')).default;
  } finally {
    console.warn = warn;
  }
}

/** Where browsers are sent: the issuer's own address, at which its cookies are good. */
function frontChannel(document: Readonly<Record<string, unknown>>, issuer: string): Readonly<Record<string, string>> {
  const names = ['authorization_endpoint', 'end_session_endpoint'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const url = document[name];
      return typeof url === 'string' ? [[name, new URL(new URL(url).pathname, issuer).href] as const] : [];
    }),
  );
}

async function signIn(
  provider: Provider,
  people: readonly Person[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params, uid } = await provider.interactionDetails(request, response);
  if (request.method !== 'POST') {
    const page = signInPage(`${prefix}${uid}`, String(params['client_id']), people);
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    });
    response.end(page);
    return;
  }
  const chosen = new URLSearchParams(await form(request)).get('person');
  if (!people.some(({ id }) => id === chosen)) throw new Error(`nobody is called ${JSON.stringify(chosen)}`);
  await provider.interactionFinished(request, response, { login: { accountId: chosen ?? '' } });
}

async function form(request: IncomingMessage): Promise<string> {
  if (Number(request.headers['content-length'] ?? mostFormBytes + 1) > mostFormBytes)
    throw new Error('the form is too large');
  return text(request);
}

function isOfThisMachine(address: string): boolean {
  return URL.canParse(address) && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(address).hostname);
}
