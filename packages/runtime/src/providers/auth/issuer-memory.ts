import type { Adapter, AdapterFactory, AdapterPayload, ClientMetadata } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/** Names that clients may have. */
const clientName = /^[\w.-]{1,64}$/;

/** Where the issuer keeps codes, sessions and refresh tokens: in memory, so that a restart signs everybody out. Of clients it makes one for each name that somebody asks with; `others` are those that are no plain names. */
export function issuerMemory(clientOf: (id: string) => ClientMetadata, others: ReadonlySet<string>): AdapterFactory {
  const memory = new Map<string, Kept>();
  const find = (id: string): ClientMetadata | undefined =>
    clientName.test(id) || others.has(id) ? clientOf(id) : undefined;
  return (model) => adapter(model, memory, model === 'Client' ? find : undefined);
}

function adapter(
  model: string,
  memory: Map<string, Kept>,
  clientOf: ((id: string) => ClientMetadata | undefined) | undefined,
): Adapter {
  const place = (id: string): string => `${model}/${id}`;
  const find = (test: (payload: AdapterPayload) => boolean): AdapterPayload | undefined => {
    forget(memory);
    for (const [key, { payload }] of memory) if (key.startsWith(`${model}/`) && test(payload)) return payload;
    return undefined;
  };
  return {
    upsert: async (id, payload, expiresIn) => {
      memory.set(place(id), { payload, until: Date.now() + (expiresIn ?? Number.POSITIVE_INFINITY) * 1000 });
    },
    find: async (id) => {
      if (clientOf !== undefined) return clientOf(id);
      forget(memory);
      return memory.get(place(id))?.payload;
    },
    findByUid: async (uid) => find((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => find((payload) => payload.userCode === userCode),
    consume: async (id) => {
      const kept = memory.get(place(id));
      if (kept !== undefined)
        memory.set(place(id), { ...kept, payload: { ...kept.payload, consumed: Math.floor(Date.now() / 1000) } });
    },
    destroy: async (id) => {
      memory.delete(place(id));
    },
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of memory) if (payload.grantId === grantId) memory.delete(key);
    },
  };
}

/** Lets go of what has expired. */
function forget(memory: Map<string, Kept>): void {
  const now = Date.now();
  for (const [key, { until }] of memory) if (until <= now) memory.delete(key);
}
