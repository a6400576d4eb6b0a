import { createPrivateKey, X509Certificate } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Stated } from '@asbuilt/core/model';
import type { Certificate } from '#gateway/open-edge';
import { messageOf } from '#values/message-of';
import { ConfigurationError, type Place } from './configuration-error.ts';
import { placeInProfile } from './place-in-profile.ts';
import type { UpOptions } from './up-options.ts';

const dayMs = 86_400_000;
const developmentMs = 90 * dayMs;

/**
 * The certificate that the profile names; undefined where it names none.
 *
 * @throws {ConfigurationError} when it cannot be read, does not fit its key, has expired, or has nothing to encrypt
 */
export async function namedCertificate(options: UpOptions): Promise<Certificate | undefined> {
  const { profile, plan } = options;
  const { tls } = profile.profile;
  const stated = tls?.cert ?? tls?.development;
  if (tls === undefined || stated === undefined) return undefined;
  if (!plan.edges.some(({ guard }) => guard?.tls !== undefined)) {
    const sentence = 'tls is set up, but nobody calls the system over HTTP; leave it out';
    throw new ConfigurationError(sentence, placeInProfile(profile, stated));
  }
  if (tls.cert === undefined || tls.key === undefined) return undefined;
  // One after the other: of two that cannot be read it is always the same that is told.
  const cert = await readPem(tls.cert, options);
  const key = await readPem(tls.key, options);
  requireFit({ cert, key }, placeInProfile(profile, tls.cert));
  return { cert, key };
}

async function readPem(stated: Stated<string>, { directory, profile }: UpOptions): Promise<string> {
  const path = resolve(directory, stated.value);
  return readFile(path, 'utf8').catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new ConfigurationError(
      `${stated.value} cannot be read (${code}); name a PEM file, by a path that counts from the overview's folder`,
      placeInProfile(profile, stated),
      { cause: error },
    );
  });
}

function requireFit({ cert, key }: Certificate, place: Place): void {
  const fault = faultOf({ cert, key }, Date.now());
  if (fault !== undefined) throw new ConfigurationError(`the certificate of the public entry ${fault}`, place);
}

function faultOf({ cert, key }: Certificate, now: number): string | undefined {
  try {
    const certificate = new X509Certificate(cert);
    if (!certificate.checkPrivateKey(createPrivateKey(key)))
      return 'is of another key than the one that is named; name the two of a pair';
    if (Date.parse(certificate.validTo) <= now) return `has expired (${certificate.validTo}); get a new one`;
    return undefined;
  } catch (error) {
    return `cannot be read (${messageOf(error)}); write both as PEM`;
  }
}

/** One of our own. Kept from one start to the next, so that who was told once to trust it need not be told again. */
export async function developmentCertificate(stateDirectory: string): Promise<Certificate> {
  const files = { cert: join(stateDirectory, 'tls.cert'), key: join(stateDirectory, 'tls.key') };
  const kept = await readKept(files);
  if (kept !== undefined && faultOf(kept, Date.now() + dayMs) === undefined) return kept;
  const made = await makeCertificate();
  for (const [name, path] of [
    ['key', files.key],
    ['cert', files.cert],
  ] as const) {
    await writeFile(path, made[name], { mode: 0o600 });
    // A file that was there keeps its mode.
    await chmod(path, 0o600);
  }
  return made;
}

async function readKept(files: Certificate): Promise<Certificate | undefined> {
  const [cert, key] = await Promise.all(
    [files.cert, files.key].map((path) => readFile(path, 'utf8').catch(ignoreMissing)),
  );
  return cert === undefined || key === undefined ? undefined : { cert, key };
}

async function makeCertificate(): Promise<Certificate> {
  const { generate } = await import('selfsigned');
  const now = Date.now();
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - dayMs),
    notAfterDate: new Date(now + developmentMs),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
