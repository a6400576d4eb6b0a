import type { Asking } from './exchange.ts';

/** The head of a request, each character a byte (latin1). */
export function printRequestHead({ method, path, headers, body, upgrade, takesTrailers }: Asking): string {
  let head = `${method} ${path} HTTP/1.1\r\n`;
  for (let index = 0; index < headers.length; index += 2) head += `${headers[index]}: ${headers[index + 1]}\r\n`;
  if (body === undefined) {
    if (statesNoBody(method) && !statesLength(headers)) head += 'Content-Length: 0\r\n';
  } else if (body.isChunked) head += 'Transfer-Encoding: chunked\r\n';
  if (upgrade !== undefined) head += `Connection: Upgrade\r\nUpgrade: ${upgrade}\r\n`;
  // `TE` concerns one connection, which is to be said (RFC 9110, section 10.1.4).
  else if (takesTrailers) head += 'Connection: TE\r\nTE: trailers\r\n';
  return `${head}\r\n`;
}

/** Whether a request is expected to have a body, so that it says if there is none (RFC 9110, section 8.6). */
function statesNoBody(method: string): boolean {
  return method === 'POST' || method === 'PUT' || method === 'PATCH';
}

function statesLength(headers: readonly string[]): boolean {
  return headers.some((name, index) => index % 2 === 0 && name.toLowerCase() === 'content-length');
}
