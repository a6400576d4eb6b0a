import { randomBytes } from 'node:crypto';
import { keptSecret } from '../kept-secret.ts';
import type { AccessKey } from './signature.ts';

/** The access key of a store, made at its first start. */
export async function accessKey(file: string): Promise<AccessKey> {
  const secret = await keptSecret(file, () => randomBytes(30).toString('base64url'));
  return { id: 'asbuilt', secret };
}
