import type { Session } from './session.ts';

/** What the sessions of one edge know of each other. */
export interface Sessions {
  /** By the keys that servers gave them: who sends one back wants that session's query cancelled, at that session's server. */
  readonly byKey: Map<string, Session>;
  /** Whether a client left since it was not allowed to encrypt: from then on the server is asked. */
  clientsInsist: boolean;
}
