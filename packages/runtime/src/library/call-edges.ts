import { plan } from '@asbuilt/core/derive';
import type { Profile } from '@asbuilt/core/model';
import { link, read, readProfile } from '@asbuilt/core/overview';
import { lineIndex, nearest } from '@asbuilt/core/text';

import { CallEdge } from './call-edge.ts';
import { watchDeadlines } from './call-host.ts';

/** The edges of an overview, for calls inside of a program. */
export interface CallEdges {
  /** The edge from one service to another, by their names in the overview. Throws a `RangeError` where there is none. */
  edge(from: string, to: string): CallEdge;
}

const now = (): number => performance.now();

/**
 * The edges of an overview, with their policies.
 * @param overview the text of the overview
 * @param profile the text of its profile: it says which services run where, and so how many calls they can take
 * @throws {Error} for a profile that is none
 */
export function callEdges(overview: string, profile?: string): CallEdges {
  const model = link(read(overview));
  const { edges } = plan(model, profile === undefined ? undefined : bindingsIn(profile));
  const environment = { now, random: Math.random, deadlines: watchDeadlines(now) };
  const open = new Map<string, CallEdge>();
  return {
    edge: (from, to) => {
      const name = `${model.resolve(from)?.name ?? from} → ${model.resolve(to)?.name ?? to}`;
      const policies = edges.find((edge) => edge.name === name);
      if (policies === undefined)
        throw new RangeError(
          unknownEdge(
            name,
            edges.map((edge) => edge.name),
          ),
        );
      const edge = open.get(name) ?? new CallEdge(policies, environment);
      open.set(name, edge);
      return edge;
    },
  };
}

function bindingsIn(text: string): Profile {
  const { profile, problems } = readProfile('the profile', text);
  const [problem] = problems;
  if (problem === undefined) return profile;
  const { message, help, span } = problem;
  const { line } = lineIndex(text).position(span.from);
  throw new Error(`Line ${line} of the profile: ${message}${help === undefined ? '' : `; ${help}`}.`);
}

function unknownEdge(name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  const remedy = meant === undefined ? `Its edges are: ${known.join(', ') || 'none'}.` : `Did you mean ${meant}?`;
  return `The data flow of the overview has no edge ${name}. ${remedy}`;
}
