import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { eventually } from '../sample-system.ts';

export type Kind = 'plain' | 'row' | 'mark' | 'found';

/** One call and how it ended. */
export interface Outcome {
  readonly kind: Kind;
  /** What shows that all is well: 200, or 201 for what was to be kept; a reason where there was no answer. */
  readonly got: number | string;
  readonly isGood: boolean;
  /** Of the machine's clock. */
  readonly from: number;
  readonly to: number;
}

/** Clients that call one after the other, until they are stopped. */
export interface Load {
  readonly outcomes: readonly Outcome[];
  /** What was acknowledged, by kind. */
  readonly acknowledged: Readonly<Record<'row' | 'mark', ReadonlySet<string>>>;
  stop(): Promise<void>;
}

/** Somewhere in time. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

const kinds: readonly Kind[] = ['plain', 'row', 'mark', 'found'];
const clients = 8;
const betweenCallsMs = 5;

/** Calls a system from several clients, each of which makes every kind of call in turn. */
export function load(url: string): Load {
  const agent = new Agent({ keepAlive: true });
  const outcomes: Outcome[] = [];
  const acknowledged = { row: new Set<string>(), mark: new Set<string>() };
  const over = new AbortController();
  let last = 0;
  const call = async (kind: Kind): Promise<void> => {
    last += 1;
    const id = `id-${last}`;
    const from = performance.now();
    const got = await ask(url, kind, id, agent);
    const isGood = got === (kind === 'row' || kind === 'mark' ? 201 : 200);
    outcomes.push({ kind, got, isGood, from, to: performance.now() });
    if (isGood && (kind === 'row' || kind === 'mark')) acknowledged[kind].add(id);
    await pause(isGood ? betweenCallsMs : 4 * betweenCallsMs);
  };
  const client = async (_: unknown, index: number): Promise<void> => {
    for (let turn = index; !over.signal.aborted; turn += 1) await call(kinds[turn % kinds.length] ?? 'plain');
  };
  const work = Promise.all(Array.from({ length: clients }, client));
  const stop = async (): Promise<void> => {
    over.abort();
    await work;
    agent.destroy();
  };
  onTestFinished(stop);
  return { outcomes, acknowledged, stop };
}

function ask(url: string, kind: Kind, id: string, agent: Agent): Promise<number | string> {
  const isWrite = kind === 'row' || kind === 'mark';
  return new Promise((settle) => {
    const path = isWrite ? `/${kind}s/${id}` : `/${kind}`;
    const sent = request(url + path, { method: isWrite ? 'POST' : 'GET', agent }, (response) => {
      text(response).then(
        (body) =>
          settle(
            response.statusCode === 202 || (response.statusCode ?? 0) >= 500
              ? `${response.statusCode} ${body}`
              : (response.statusCode ?? 0),
          ),
        (error: unknown) => settle(String(error)),
      );
    });
    sent.once('error', (error) => settle(String(error)));
    sent.end();
  });
}

/** Waits until as many calls of each kind in a row as there are clients, and some more, ended well that began from now on. */
export async function allIsWell({ outcomes }: Load): Promise<void> {
  const since = performance.now();
  const isWell = (kind: Kind): boolean => {
    const recent = outcomes.filter((outcome) => outcome.kind === kind && outcome.from >= since).slice(-10);
    return recent.length === 10 && recent.every(({ isGood }) => isGood);
  };
  await eventually(() => kinds.every(isWell), 60_000).catch((error: unknown) => {
    const trouble = outcomes.slice(-40).map(({ kind, got }) => `${kind} ${got}`);
    throw new Error(`not all is well again: ${trouble.join(', ')}`, { cause: error });
  });
}

/** The calls that did not end well; of these kinds, where they are named. */
export function troubles({ outcomes }: Load, among: readonly Kind[] = kinds): readonly Outcome[] {
  return outcomes.filter(({ kind, isGood }) => !isGood && among.includes(kind));
}

/** Expects that calls which did not end well were all under way at some time of these periods. */
export function expectTroubleOnlyIn(outcomes: readonly Outcome[], periods: readonly Period[]): void {
  const outside = outcomes.filter(({ from, to }) => !periods.some((period) => from <= period.to && to >= period.from));
  expect(outside).toEqual([]);
}

/** Expects everything that was acknowledged to be there still. */
export async function expectAllKept(url: string, { acknowledged }: Load): Promise<void> {
  for (const kind of ['row', 'mark'] as const) {
    const there: unknown = await (await fetch(`${url}/${kind}s`)).json();
    if (!Array.isArray(there)) throw new Error(`/${kind}s answered ${JSON.stringify(there)}`);
    const kept = new Set<unknown>(there);
    expect(acknowledged[kind].size).toBeGreaterThan(9);
    expect([...acknowledged[kind]].filter((id) => !kept.has(id))).toEqual([]);
  }
}
