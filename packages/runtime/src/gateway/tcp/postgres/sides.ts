import { isLoopback } from '#gateway/address';
import { isDrill } from '#gateway/mark-drill';
import type { Tap } from '#gateway/pump';
import { sendCancel } from './cancel.ts';
import type { Frames } from './frames.ts';
import { noEncryption } from './messages.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { type FirstPacket, readFirst } from './startup.ts';

const empty = Buffer.alloc(0);

/** What a client sends: first packets without a type, then messages. */
export class ClientSide implements Tap {
  readonly #session: Session;
  readonly #sessions: Sessions;
  readonly #frames: Frames;
  #held: Buffer = empty;
  #wasDeclined = false;

  constructor(session: Session, sessions: Sessions, frames: Frames) {
    this.#session = session;
    this.#sessions = sessions;
    this.#frames = frames;
  }

  pass(chunk: Buffer): Buffer | undefined {
    const { phase } = this.#session;
    if (phase === 'talking') return this.#frames.pass(chunk);
    if (phase === 'opaque') return chunk;
    this.#held = Buffer.concat([this.#held, chunk]);
    return phase === 'first' ? this.#first() : undefined;
  }

  /** The server declined to encrypt, so that the client begins anew. */
  resume(): void {
    const rest = this.#first();
    if (rest !== undefined) this.#session.link.relay().toCallee.write(rest);
  }

  end(): Buffer | undefined {
    this.#noteInsisting();
    const held = this.#held;
    this.#held = empty;
    return held.length > 0 ? held : this.#frames.end();
  }

  #first(): Buffer | undefined {
    for (;;) {
      const packet = readFirst(this.#held);
      if (packet.kind === 'incomplete') return undefined;
      if (packet.kind === 'drill') {
        this.#take(packet.bytes);
        this.#session.exchanges.isDrill = isDrill(this.#session.link.edge, packet.mark);
        continue;
      }
      if (packet.kind !== 'encryption' || !this.#mayDecline()) return this.#begin(packet);
      this.#wasDeclined = true;
      this.#held = this.#held.subarray(packet.bytes);
      this.#session.link.relay().toCaller.write(noEncryption);
    }
  }

  #begin(packet: Exclude<FirstPacket, { kind: 'incomplete' | 'drill' }>): Buffer | undefined {
    switch (packet.kind) {
      case 'encryption':
        this.#session.phase = 'encryption';
        return this.#take(packet.bytes);
      case 'cancel':
        return this.#cancel(packet.key);
      case 'startup':
        return this.#startup(packet.bytes);
      case 'foreign':
        this.#session.becomeOpaque('the client began with TLS, or with another protocol');
        return this.#take(this.#held.length);
    }
  }

  #startup(bytes: number): Buffer | undefined {
    const asked = this.#session.ask('startup');
    if (typeof asked === 'string') {
      this.#session.refuse('startup', asked);
      this.#session.end(asked);
      return undefined;
    }
    this.#session.phase = 'talking';
    const packet = this.#take(bytes);
    const rest = this.#take(this.#held.length);
    const passed = rest.length === 0 ? undefined : this.#frames.pass(rest);
    return passed === undefined ? packet : Buffer.concat([packet, passed]);
  }

  /** Goes to the server at which the session is that is to be cancelled. */
  #cancel(key: string): Buffer | undefined {
    const { link } = this.#session;
    const session = this.#sessions.byKey.get(key);
    session?.noteCancel();
    this.#session.phase = 'opaque';
    const { instance } = session?.link ?? link;
    if (instance === link.instance) return this.#take(this.#held.length);
    sendCancel(instance.address, key, () => link.relay().end());
    return undefined;
  }

  #take(bytes: number): Buffer {
    const taken = this.#held.subarray(0, bytes);
    this.#held = this.#held.subarray(bytes);
    return taken;
  }

  /** In clear over the loopback interface only: to a server elsewhere whoever asks for encryption gets the server's answer. */
  #mayDecline(): boolean {
    const { host, encryption } = this.#session.link.instance.address;
    return encryption !== undefined || (isLoopback(host) && !this.#sessions.clientsInsist);
  }

  #noteInsisting(): void {
    if (!this.#wasDeclined || this.#session.phase !== 'first' || this.#sessions.clientsInsist) return;
    this.#sessions.clientsInsist = true;
    const { edge, instance } = this.#session.link;
    edge.log.warn(
      instance.address.encryption === undefined
        ? 'A client left since it may not encrypt here. From now on the server decides, and queries of encrypted connections are not looked at; sslmode=disable in the URL keeps them in clear on this machine.'
        : 'A client left since it may not encrypt here: this edge encrypts what goes to the server by itself. Let the client take the address that it is given, which says sslmode=disable.',
    );
  }
}

/** What a server sends. */
export class CalleeSide implements Tap {
  readonly #session: Session;
  readonly #frames: Frames;
  readonly #resume: () => void;

  /** @param resume told when a server declined to encrypt */
  constructor(session: Session, frames: Frames, resume: () => void) {
    this.#session = session;
    this.#frames = frames;
    this.#resume = resume;
  }

  pass(chunk: Buffer): Buffer | undefined {
    const session = this.#session;
    if (session.phase === 'talking') return this.#frames.pass(chunk);
    if (session.phase === 'first') session.becomeOpaque('the server spoke first, which PostgreSQL does not');
    else if (session.phase === 'encryption') {
      if (chunk.equals(noEncryption)) {
        session.phase = 'first';
        queueMicrotask(this.#resume);
      } else session.becomeOpaque('it is encrypted');
    }
    return chunk;
  }

  end(): Buffer | undefined {
    return this.#frames.end();
  }
}
