import { isRedisFailure, mayBlock, refused, type Ticket } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import type { TcpFailure } from '#telemetry/edge-meter';
import { hasUntried } from '../choose-instance.ts';
import type { Verdict } from '../circuit.ts';
import { type Exchange, Exchanges } from '../exchanges.ts';
import { actOf, type Link } from '../wire.ts';
import type { CommandReader } from './commands.ts';
import { errorReply } from './error-reply.ts';
import type { Replies, ReplyReader } from './replies.ts';

/** A command whose reply is to come. */
class Command implements Exchange {
  readonly name: string;
  readonly startedAt: Milliseconds;
  readonly ticket: Ticket;
  readonly isCall = true;
  isTimed = true;
  code = 'ok';
  verdict: Verdict = 'good';
  /** What the edge answers itself, once it is its turn. */
  answer: Buffer | undefined;

  constructor(name: string, startedAt: Milliseconds, ticket: Ticket) {
    this.name = name;
    this.startedAt = startedAt;
    this.ticket = ticket;
  }

  /** Arguments may hold secrets and personal data. */
  describe(): string {
    return this.name;
  }
}

const withArguments: ReadonlySet<string> = new Set(['HELLO', 'CLIENT', 'XREAD', 'XREADGROUP']);
const subscribing = /^[PS]?(?:UN)?SUBSCRIBE$/;
const endless: ReadonlySet<string> = new Set(['MONITOR', 'SYNC', 'PSYNC']);

/** One connection of a client with a Redis server. */
export class Session implements CommandReader, ReplyReader {
  readonly #link: Link;
  readonly #exchanges: Exchanges<Command>;
  readonly #replies: () => Replies;
  #isInTransaction = false;
  #isResp3 = false;
  /** Whether replies no longer belong to commands, one for one: everything passes. */
  #isOpaque = false;

  /** @param replies what follows the server's replies; only asked once bytes flow */
  constructor(link: Link, replies: () => Replies) {
    this.#link = link;
    this.#replies = replies;
    this.#exchanges = new Exchanges(link, () => this.#onLate());
  }

  wantsArguments(name: string): boolean {
    return withArguments.has(name);
  }

  command(name: string, args: readonly string[]): boolean {
    if (this.#isOpaque || this.#isUnanswered(name, args)) return true;
    const ticket = this.#exchanges.admit(this.#isInTransaction);
    if (typeof ticket === 'string') {
      this.#refuse(name, ticket);
      return false;
    }
    const blocks = mayBlock(name, args);
    this.#ask(name, ticket, blocks);
    this.#note(name, args);
    return true;
  }

  reply(error: string | undefined): Buffer | undefined {
    const { head } = this.#exchanges;
    if (head === undefined) return undefined;
    if (error !== undefined) this.#fail(head, error);
    this.#exchanges.end();
    const answers: Buffer[] = [];
    for (let next = this.#exchanges.head; next?.answer !== undefined; next = this.#exchanges.head) {
      answers.push(next.answer);
      this.#exchanges.end();
    }
    if (this.#isOpaque && this.#exchanges.count === 0) this.#replies().letGo();
    return answers.length === 0 ? undefined : Buffer.concat(answers);
  }

  lose(): void {
    this.#isOpaque = true;
    this.#replies().letGo();
    this.#exchanges.close('neither', 'opaque');
    this.#link.edge.log.info('Commands of a connection are not looked at: what came is not RESP.');
  }

  close(by: 'client' | 'callee'): void {
    this.#exchanges.close(by === 'client' ? 'neither' : 'bad', by === 'client' ? 'client-left' : 'broken');
  }

  /** Whether no reply of its own will come: then it is not followed. */
  #isUnanswered(name: string, args: readonly string[]): boolean {
    if (subscribing.test(name) && this.#isResp3) return true;
    const isOutOfStep = subscribing.test(name) || endless.has(name) || (name === 'CLIENT' && args[0] === 'REPLY');
    if (!isOutOfStep) return false;
    this.#isOpaque = true;
    if (this.#exchanges.count === 0) this.#replies().letGo();
    return true;
  }

  #ask(name: string, ticket: Ticket, blocks: boolean): void {
    const { circuit, edge } = this.#link;
    const now = edge.options.now();
    // It may take as long as it likes, so that a breaker must not wait for it.
    if (blocks) circuit?.settle(ticket, 'neither', now);
    const command = new Command(name, now, blocks ? refused : ticket);
    command.isTimed = !blocks;
    this.#exchanges.begin(command);
  }

  /** What later commands depend on. */
  #note(name: string, args: readonly string[]): void {
    if (name === 'MULTI') this.#isInTransaction = true;
    else if (name === 'EXEC' || name === 'DISCARD') this.#isInTransaction = false;
    else if (name === 'HELLO' && args.length > 0) this.#isResp3 = args[0] === '3';
    else if (name === 'RESET') this.#isResp3 = false;
  }

  #fail(head: Command, error: string): void {
    head.code = error;
    head.verdict = isRedisFailure(error) ? 'bad' : 'good';
    if (head.name === 'HELLO') this.#isResp3 = false;
  }

  #refuse(name: string, why: 'breaker-open' | 'fault'): void {
    const { edge, relay } = this.#link;
    const answer = errorReply(this.#link, why);
    if (this.#exchanges.count === 0) {
      this.#exchanges.refuse(why);
      relay().toCaller.write(answer);
      // A client that connects anew gets to an instance that is asked.
      if (why === 'breaker-open' && hasUntried({ ...this.#link, tried: undefined })) relay().end();
      return;
    }
    const act = actOf(why);
    if (act !== undefined) edge.meter.act(act);
    const command = new Command(name, edge.options.now(), refused);
    Object.assign(command, { answer, isTimed: false, code: why, verdict: 'bad' });
    this.#exchanges.begin(command);
  }

  /** Redis knows no request to cancel: the connection is given up, since the reply may still come. */
  #onLate(): void {
    const { edge, relay } = this.#link;
    const why: TcpFailure = 'timeout';
    edge.meter.act('timeout');
    const { head } = this.#exchanges;
    if (head !== undefined) Object.assign(head, { code: 'timeout', verdict: 'bad' });
    if (!this.#replies().isBetween) return relay().reset();
    relay().toCaller.write(errorReply(this.#link, why));
    relay().end();
  }
}
