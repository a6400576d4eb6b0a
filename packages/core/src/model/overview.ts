import type { ArtifactEntry, FileEntry } from './artifact.ts';
import type { CacheLayer, Invalidation } from './cache.ts';
import type { Capsule } from './capsule.ts';
import type { Boundary, Integration } from './context.ts';
import type { Cost } from './cost.ts';
import type { Breaker, Failure } from './failure.ts';
import type { FlowStep } from './flow.ts';
import type { Guardrails } from './guardrail.ts';
import type { Hole } from './hole.ts';
import type { Jobs } from './job.ts';
import type { PricePerMonth } from './price.ts';
import type { Link, Reference } from './reference.ts';
import type { Scaling } from './scaling.ts';
import type { Security } from './security.ts';
import type { Service } from './service.ts';
import type { Slo } from './slo.ts';
import type { Span } from './span.ts';
import type { Notation, Stated } from './stated.ts';
import type { Task } from './task.ts';
import type { Telemetry } from './telemetry.ts';
import type { Threat } from './threat.ts';
import type { UsdPerMonth } from './units.ts';

/**
 * Everything that an Architecture Overview states.
 *
 * `Overview<Hole>` may have holes (the draft); `Overview` has none (the model). A value that is not stated is absent.
 */
export interface Overview<H = never> {
  readonly title?: Stated<string | H>;
  readonly task: Task<H>;
  readonly capsule: Capsule<H>;
  readonly references: readonly Reference<H>[];
  readonly boundaries: readonly Boundary<H>[];
  readonly integrations: readonly Integration<H>[];
  readonly services: readonly Service<H>[];
  readonly flows: readonly FlowStep<H>[];
  readonly jobs: Jobs<H>;
  readonly caches: readonly CacheLayer<H>[];
  readonly invalidations: readonly Invalidation[];
  readonly telemetry: Telemetry<H>;
  readonly failures: readonly Failure<H>[];
  readonly breaker?: Breaker<H>;
  /** What the breaker's list says a second time: only the first counts. */
  readonly breakerAgain?: readonly Stated<number | H>[];
  readonly scaling: Scaling<H>;
  readonly security: Security<H>;
  readonly costs: readonly Cost<H>[];
  readonly costTotalUsdPerMonth?: Stated<UsdPerMonth | H>;
  /** The total where it is stated in another currency than US dollars. */
  readonly costTotalPerMonth?: Stated<PricePerMonth>;
  readonly threats: readonly Threat<H>[];
  readonly slos: readonly Slo<H>[];
  /** What happens when a budget is spent. */
  readonly errorBudgetPolicy?: Stated<string | H>;
  readonly files: readonly FileEntry<H>[];
  readonly artifacts: readonly ArtifactEntry<H>[];
  readonly guardrails: Guardrails<H>;
  readonly links: readonly Link<H>[];
}

/** A hole and where it stands, wherever in the document that is. */
export interface PlacedHole extends Hole {
  readonly span: Span;
}

/** What a comment `<!-- … -->` says, trimmed, and where it stands, its marks included. */
export interface PlacedComment {
  readonly text: string;
  readonly span: Span;
}

/** Text that the reader does not understand as a value: kept as it is, and listed. */
export interface Prose {
  readonly span: Span;
  readonly text: string;
  /** The section it stands in, by the stem of its reader; absent outside of known sections. */
  readonly section?: string;
}

/** What stands where a value belongs and does not say one: `30` in a column of durations. */
export interface Misfit {
  /** As the id of the statement that it would be, e.g. `failure-modes/database-down/timeout`. */
  readonly place: string;
  /** How a value is written there. */
  readonly notation: Notation;
  /** The title of its column, as written; absent outside of tables. */
  readonly column?: string;
  readonly text: string;
  readonly span: Span;
}

/** A key of the front matter that means nothing to the reader. */
export interface UnknownKey {
  readonly key: string;
  readonly span: Span;
  /** The keys that mean something there and are not taken yet. */
  readonly free: readonly string[];
}

/** A known section of the document, where its heading stands and how far it reaches. */
export interface SectionPlace {
  readonly section: string;
  readonly heading: Span;
  readonly span: Span;
}

/**
 * The document as it was read: every value with its place, holes included.
 * You may rely on every span lying inside `text`; you may not rely on any value being present or filled in.
 */
export interface Draft {
  readonly stage: 'draft';
  readonly text: string;
  readonly overview: Overview<Hole>;
  readonly holes: readonly PlacedHole[];
  readonly prose: readonly Prose[];
  readonly sections: readonly SectionPlace[];
  /** Every heading, in order: what `#anchors` point at. */
  readonly headings: readonly PlacedHeading[];
  /** Comments outside of code that speak to Asbuilt: they begin with `asbuilt-`. */
  readonly comments: readonly PlacedComment[];
  readonly misfits: readonly Misfit[];
  /** Of the front matter; others may be meant for another program. */
  readonly unknownKeys: readonly UnknownKey[];
  /** What could not be read safely (e.g. a line of a megabyte): reported, never dropped. */
  readonly problems: readonly ReadProblem[];
}

/** A heading without its marks, and where it stands. */
export interface PlacedHeading {
  readonly text: string;
  readonly span: Span;
}

/** A part of the text that the reader refused, and why. */
export interface ReadProblem {
  readonly message: string;
  readonly span: Span;
}

/**
 * The document without its holes, names linked to what they stand for.
 * You may rely on every value being filled in; a value whose text is a hole is absent, and a row whose key is a hole is left out.
 */
export interface Model {
  readonly stage: 'model';
  readonly overview: Overview;
  /** Everything that has a name, in the order of the document. */
  readonly participants: readonly Participant[];
  /** What a name stands for, however the document writes it ("Auth service", "API (VPS)"). */
  resolve(name: string): Participant | undefined;
}

/** Something that the document names and that takes part in a flow or can fail. */
export type Participant =
  | { readonly kind: 'service'; readonly name: string; readonly service: Service }
  | { readonly kind: 'cache'; readonly name: string; readonly cache: CacheLayer }
  | { readonly kind: 'boundary'; readonly name: string; readonly boundary: Boundary }
  | { readonly kind: 'integration'; readonly name: string; readonly integration: Integration }
  | { readonly kind: 'actor'; readonly name: string };
