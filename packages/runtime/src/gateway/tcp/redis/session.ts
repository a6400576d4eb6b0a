import { isRedisFailure, mayBlock, refused, type Ticket } from '@asbuilt/core/mechanisms';
import type { Milliseconds } from '@asbuilt/core/model';
import { hasUntried } from '#gateway/choose-instance';
import type { Verdict } from '#gateway/circuit';
import { isDrill } from '#gateway/mark-drill';
import type { TcpFailure } from '#telemetry/edge-meter';
import type { AskedSpan, Exchange } from '../exchange.ts';
import { Exchanges } from '../exchanges.ts';
import { actOf, type Link } from '../wire.ts';
import type { CommandReader } from './commands.ts';
import { errorReply } from './error-reply.ts';
import type { Replies, ReplyReader } from './replies.ts';

/** By which a drill says to the edge that it is one, with the mark that proves it; no server gets to see it. */
export const drillCommand = 'ASBUILT.DRILL';

/** What the edge answers to that. */
export const drillReply: Buffer = Buffer.from('+OK\r\n');

/** A command whose reply is to come. */
class Command implements Exchange {
  readonly name: string;
  readonly startedAt: Milliseconds;
  readonly ticket: Ticket;
  isCall = true;
  isTimed = true;
  code = 'ok';
  verdict: Verdict = 'good';
  /** What the edge answers itself, once it is its turn. */
  answer: Buffer | undefined;
  /** Whether a push answers it, or an error. */
  isPushed = false;

  constructor(name: string, startedAt: Milliseconds, ticket: Ticket) {
    this.name = name;
    this.startedAt = startedAt;
    this.ticket = ticket;
  }

  policy: string | undefined;
  isOurs = false;

  /** Arguments may hold secrets and personal data. */
  describe(): string {
    return this.name;
  }

  span(): AskedSpan {
    const { name } = this;
    return { name, attributes: { 'db.system': 'redis', 'db.system.name': 'redis', 'db.operation.name': name } };
  }
}

const withArguments: ReadonlySet<string> = new Set(['HELLO', 'CLIENT', 'XREAD', 'XREADGROUP', drillCommand]);
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

  /** Whether the server owes a reply. */
  get waits(): boolean {
    return this.#exchanges.count > 0;
  }

  wantsArguments(name: string): boolean {
    return withArguments.has(name);
  }

  command(name: string, raw: readonly string[]): boolean {
    if (name === drillCommand) return this.#hearDrill(raw[0] ?? '');
    const args = raw.map((arg) => arg.toUpperCase());
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
    return this.#endHead();
  }

  push(): Buffer | undefined {
    return this.#exchanges.head?.isPushed === true ? this.#endHead() : undefined;
  }

  /** What the edge answers itself, up to the next command that is the server's. */
  #endHead(): Buffer | undefined {
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

  #hearDrill(mark: string): boolean {
    this.#exchanges.isDrill = isDrill(this.#link.edge, mark);
    this.#answer(drillCommand, drillReply, { isCall: false });
    return false;
  }

  /** The edge answers in the server's place, when it is this command's turn. */
  #answer(name: string, answer: Buffer, how: Partial<Command>): void {
    if (this.#exchanges.count === 0) return this.#link.relay().toCaller.write(answer);
    const command = new Command(name, this.#link.edge.options.now(), refused);
    this.#exchanges.begin(Object.assign(command, { answer, isOurs: true, isTimed: false, ...how }));
  }

  /** Whether no reply will come that it could be judged by. */
  #isUnanswered(name: string, args: readonly string[]): boolean {
    if (subscribing.test(name) && this.#isResp3) {
      const command = new Command(name, this.#link.edge.options.now(), refused);
      this.#exchanges.begin(Object.assign(command, { isCall: false, isTimed: false, isPushed: true }));
      return true;
    }
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
    const policy = actOf(why);
    const how = { code: why, verdict: 'bad', policy } as const;
    const isNext = this.#exchanges.count === 0;
    this.#answer(name, errorReply(this.#link, why), how);
    if (!isNext) {
      if (policy !== undefined) edge.meter.act(policy);
      return;
    }
    this.#exchanges.refuse(Object.assign(new Command(name, edge.options.now(), refused), how));
    // A client that connects anew gets to an instance that is asked.
    if (why === 'breaker-open' && hasUntried({ ...this.#link, tried: undefined })) relay().end();
  }

  /** Redis knows no request to cancel: the connection is given up, since the reply may still come. */
  #onLate(): void {
    const { edge, relay } = this.#link;
    const why: TcpFailure = 'timeout';
    edge.meter.act('timeout');
    const { head } = this.#exchanges;
    if (head !== undefined) Object.assign(head, { code: 'timeout', verdict: 'bad', policy: 'timeout' });
    if (!this.#replies().isBetween) return relay().reset();
    relay().toCaller.write(errorReply(this.#link, why));
    relay().end();
  }
}
