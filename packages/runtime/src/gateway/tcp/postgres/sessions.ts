import type { Link } from '../wire.ts';

/** A session whose query a client may want cancelled. */
export interface Cancellable {
  readonly link: Pick<Link, 'instance'>;
  /** A client asks for that. */
  noteCancel(): void;
}

/** What the sessions of one edge know of each other. */
export interface Sessions {
  /** By the keys that servers gave them: who sends one back wants that session's query cancelled, at that session's server. */
  readonly byKey: Map<string, Cancellable>;
  /** Whether a client left since it might not encrypt: where the edge does not encrypt by itself, the server is asked then. */
  clientsInsist: boolean;
}
