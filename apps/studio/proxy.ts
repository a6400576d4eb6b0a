import { type NextRequest, NextResponse } from 'next/server';
import { development } from './config.ts';
/**
 * Gives each page its content security policy. Scripts run only with the nonce of this answer (CSP level 3, `strict-dynamic`);
 * styles may be inline, because CodeMirror and React write them at run time.
 */
export function proxy(request: NextRequest): NextResponse {
  const policy = contentSecurityPolicy(crypto.randomUUID());
  const headers = new Headers(request.headers);
  // Next.js reads the nonce for its own scripts from the policy of the request.
  headers.set('Content-Security-Policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

/** Pages only: what the API answers is never a page, and static files run nothing. */
export const config = {
  matcher: [{ source: '/((?!api/|healthz|_next/static|_next/image|icon.svg).*)' }],
};

function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
