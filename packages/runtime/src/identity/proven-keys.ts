import { constants, KeyObject, type SigningOptions, verify } from 'node:crypto';
import { types } from 'node:util';
import type { SigningAlgorithm } from '@asbuilt/core/model';

/** How Node's own verification does what RFC 7518 and RFC 8037 ask for. */
interface Method {
  readonly digest: string | null;
  readonly options: SigningOptions;
}

const { RSA_PKCS1_PADDING: pkcs1, RSA_PKCS1_PSS_PADDING: pss } = constants;
const methods: Readonly<Record<SigningAlgorithm, Method>> = {
  RS256: { digest: 'sha256', options: { padding: pkcs1 } },
  RS384: { digest: 'sha384', options: { padding: pkcs1 } },
  RS512: { digest: 'sha512', options: { padding: pkcs1 } },
  PS256: { digest: 'sha256', options: { padding: pss, saltLength: 32 } },
  PS384: { digest: 'sha384', options: { padding: pss, saltLength: 48 } },
  PS512: { digest: 'sha512', options: { padding: pss, saltLength: 64 } },
  ES256: { digest: 'sha256', options: { dsaEncoding: 'ieee-p1363' } },
  ES384: { digest: 'sha384', options: { dsaEncoding: 'ieee-p1363' } },
  ES512: { digest: 'sha512', options: { dsaEncoding: 'ieee-p1363' } },
  EdDSA: { digest: null, options: {} },
};

interface Proven extends Method {
  readonly key: KeyObject;
}

/** An issuer has a few headers: one for each key and kind of token. */
const mostHeaders = 100;

/**
 * Keys that `jose` has found, looked over and held a signature against, by the header that named them: further tokens with
 * the very same header are held against them at once. WebCrypto, which `jose` uses, hands each of them to another thread,
 * which takes longer than the signature does. Only an issuer can make a header be known here.
 */
export class ProvenKeys {
  readonly #byHeader = new Map<string, Proven>();

  /** Notes by which key a token was found to hold. */
  note(token: string, algorithm: string, key: unknown): void {
    const method = methodOf(algorithm);
    if (method === undefined || !types.isCryptoKey(key)) return;
    if (this.#byHeader.size >= mostHeaders) this.#byHeader.clear();
    this.#byHeader.set(headerOf(token), { ...method, key: KeyObject.from(key) });
  }

  /** Whether the signature of a token holds; undefined where its key is still to be found. */
  holds(token: string): boolean | undefined {
    const proven = this.#byHeader.get(headerOf(token));
    if (proven === undefined) return undefined;
    const end = token.lastIndexOf('.');
    const signed = Buffer.from(token.slice(0, end), 'latin1');
    const signature = Buffer.from(token.slice(end + 1), 'base64url');
    try {
      return verify(proven.digest, signed, { key: proven.key, ...proven.options }, signature);
    } catch {
      // What is no signature of this kind at all, by its length, does not hold either.
      return false;
    }
  }
}

function headerOf(token: string): string {
  return token.slice(0, token.indexOf('.'));
}

function methodOf(algorithm: string): Method | undefined {
  return Object.entries(methods).find(([name]) => name === algorithm)?.[1];
}
