import { cookies } from 'next/headers';

/** Who has signed in, as the token in their cookie says; whether it is true is found out at the public entry. */
export async function visitor(): Promise<string | undefined> {
  const token = (await cookies()).get('session')?.value;
  const [, claims] = token?.split('.') ?? [];
  if (claims === undefined) return undefined;
  try {
    const said: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
    return typeof said === 'object' && said !== null && 'sub' in said ? String(said.sub) : undefined;
  } catch {
    // A cookie of somebody else's making is no sign-in.
    return undefined;
  }
}
