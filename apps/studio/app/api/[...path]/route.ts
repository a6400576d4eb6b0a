import { ConfigurationError, readConfig } from '#config';
import { passThrough } from './pass-through.ts';
import { problem } from './problem.ts';
import { stopping } from './stopping.ts';

export const dynamic = 'force-dynamic';

/** Everything under `/api` is the API's: the browser knows one origin only. */
async function handle(request: Request): Promise<Response> {
  try {
    return await passThrough(request, { apiUrl: readConfig().apiUrl, prefix: '/api', stopping });
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return problem(500, 'The Studio is not configured', error.message, request);
  }
}

export { handle as DELETE, handle as GET, handle as HEAD, handle as PATCH, handle as POST, handle as PUT };
