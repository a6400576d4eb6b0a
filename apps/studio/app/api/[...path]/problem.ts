/** An error answer in the form of RFC 9457, with the request's id so that it can be found in the logs. */
export function problem(status: number, title: string, detail: string, request: Request): Response {
  const requestId = request.headers.get('x-request-id');
  return Response.json(
    { type: 'about:blank', title, status, detail },
    {
      status,
      headers: {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        ...(requestId === null ? {} : { 'x-request-id': requestId }),
      },
    },
  );
}
