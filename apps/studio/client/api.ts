import createClient from 'openapi-fetch';
import { ApiError, toProblem } from './problem.ts';
import type { components, paths } from './schema.d.ts';

export type Overview = components['schemas']['Overview'];
export type OverviewSummary = components['schemas']['OverviewSummary'];
export type OverviewList = components['schemas']['OverviewList'];
export type Status = components['schemas']['Status'];
export type SystemStatus = components['schemas']['SystemStatus'];
export type EdgeState = components['schemas']['EdgeState'];
export type ServiceState = components['schemas']['ServiceState'];
export type InstanceState = components['schemas']['InstanceState'];

/** What people write of an overview. */
export type OverviewDraft = components['schemas']['OverviewDraft'];

const client = createClient<paths>({ baseUrl: '/api', cache: 'no-store' });

/** The calls of the API that the Studio makes. Each throws an `ApiError` when the answer is no success. */
export const api = {
  list: async (after?: string): Promise<OverviewList> =>
    success(await client.GET('/overviews', { params: { query: after === undefined ? {} : { after } } })),

  read: async (id: string): Promise<Overview> =>
    success(await client.GET('/overviews/{id}', { params: { path: { id } } })),

  create: async (draft: OverviewDraft): Promise<Overview> => success(await client.POST('/overviews', { body: draft })),

  /** Replaces `version`, and nothing but that one: 412 when somebody else has saved since. */
  save: async (id: string, version: number, draft: OverviewDraft): Promise<Overview> =>
    success(await client.PUT('/overviews/{id}', { params: { path: { id }, header: ifMatch(version) }, body: draft })),

  remove: async (id: string, version: number): Promise<void> => {
    assertSuccess(await client.DELETE('/overviews/{id}', { params: { path: { id }, header: ifMatch(version) } }));
  },

  move: async (id: string, version: number, status: Status): Promise<Overview> =>
    success(
      await client.POST('/overviews/{id}/status', {
        params: { path: { id }, header: ifMatch(version) },
        body: { status },
      }),
    ),

  live: async (): Promise<SystemStatus> => success(await client.GET('/live')),
};

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

function success<T>(answer: Answer<T>): T {
  assertSuccess(answer);
  if (answer.data === undefined)
    throw new ApiError({ status: answer.response.status, title: 'The API gave an empty answer' });
  return answer.data;
}

function assertSuccess({ error, response }: Answer<unknown>): void {
  if (!response.ok) throw new ApiError(toProblem(response.status, response.statusText, error));
}

function ifMatch(version: number): { 'if-match': string } {
  return { 'if-match': `"${version}"` };
}
