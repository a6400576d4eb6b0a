import { describe, expect, it } from 'vitest';
import { ApiError, isWorthRetrying, problemOf, toProblem } from '#client/problem';

describe('a problem', () => {
  it('is read from a problem document', () => {
    const body = { type: 'urn:x', title: 'Stale', status: 412, detail: 'Version 4 stands.', requestId: 'r' };
    expect(toProblem(412, 'Precondition Failed', body)).toEqual({
      type: 'urn:x',
      title: 'Stale',
      status: 412,
      detail: 'Version 4 stands.',
    });
  });

  it.each([undefined, '<html>', { title: 7 }, { title: '' }])('is told by its status where the body is %j', (body) => {
    expect(toProblem(502, 'Bad Gateway', body)).toEqual({ status: 502, title: 'Bad Gateway' });
    expect(toProblem(502, '', body)).toEqual({ status: 502, title: 'Status 502' });
  });

  it('says that nothing answered where something else was thrown', () => {
    expect(problemOf(new TypeError('fetch failed')).status).toBe(0);
  });

  it('is worth another try only where the server may come up in a moment', () => {
    expect([0, 502, 503, 504].map((status) => isWorthRetrying(failed(status)))).toEqual([true, true, true, true]);
    expect([400, 404, 412, 422, 500].map((status) => isWorthRetrying(failed(status)))).not.toContain(true);
  });
});

function failed(status: number): ApiError {
  return new ApiError({ status, title: '' });
}
