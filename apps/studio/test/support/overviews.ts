import type { Overview, OverviewDraft } from '#client/api';

/** The ways in which somebody else works on the same overviews: straight at the API. */
export interface Colleague {
  create(draft: OverviewDraft): Promise<Overview>;
  read(id: string): Promise<Overview>;
  save(overview: Overview, text: string): Promise<Overview>;
  remove(overview: Overview): Promise<void>;
}

export function colleague(apiUrl: string): Colleague {
  const ask = async (method: string, path: string, body?: object, ifMatch?: number): Promise<Response> => {
    const response = await fetch(`${apiUrl}/overviews${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(ifMatch !== undefined && { 'if-match': `"${ifMatch}"` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    create: async (draft) => overviewOf(await ask('POST', '', draft)),
    read: async (id) => overviewOf(await ask('GET', `/${id}`)),
    save: async ({ id, version, name }, text) => overviewOf(await ask('PUT', `/${id}`, { name, text }, version)),
    remove: async ({ id, version }) => {
      await ask('DELETE', `/${id}`, undefined, version);
    },
  };
}

async function overviewOf(response: Response): Promise<Overview> {
  return JSON.parse(await response.text());
}
