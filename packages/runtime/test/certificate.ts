import { generate } from 'selfsigned';

/** A certificate that signs itself, for a host that is called `localhost`. */
export async function ownCertificate(): Promise<{ readonly cert: string; readonly key: string }> {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
  });
  return { cert, key };
}
