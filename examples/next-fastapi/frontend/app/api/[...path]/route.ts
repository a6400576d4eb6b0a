import { answerHeaders, carriedHeaders } from '../../carried-headers.ts';
import { apiUrl } from '../../config.ts';

/** Passes a call of the page on to the API, and its end as well: who leaves need not be answered. */
async function passOn(request: Request): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const body = request.method === 'GET' || request.method === 'HEAD' ? null : await request.text();
  const answer = await fetch(`${apiUrl()}${pathname.replace(/^\/api/, '')}${search}`, {
    method: request.method,
    headers: carriedHeaders(request.headers),
    body,
    signal: request.signal,
    cache: 'no-store',
  });
  return new Response(answer.body, { status: answer.status, headers: answerHeaders(answer.headers) });
}

export { passOn as DELETE, passOn as GET, passOn as POST };
