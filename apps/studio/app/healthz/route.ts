export const dynamic = 'force-dynamic';

/** The Studio itself is up; whether the API is, is the API's to say. */
export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } });
}
