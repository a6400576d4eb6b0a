import type { Stated } from './stated.ts';

/** How far the document has come. */
export type TaskStatus = 'draft' | 'in_progress' | 'review' | 'done';
/** How urgent it is. */
export type TaskPriority = 'critical' | 'high' | 'normal' | 'low';

/** The front matter: the document as a task. Unknown keys stay in the text and are listed as prose. */
export interface Task<H = never> {
  readonly taskId?: Stated<string | H>;
  readonly createdBy?: Stated<string | H>;
  /** `YYYY-MM-DD` */
  readonly createdAt?: Stated<string | H>;
  /** ISO 8601 with offset */
  readonly updatedAt?: Stated<string | H>;
  readonly status?: Stated<TaskStatus | H>;
  readonly priority?: Stated<TaskPriority | H>;
  readonly type?: Stated<string | H>;
  readonly labels: readonly Stated<string | H>[];
  readonly version?: Stated<string | H>;
  /** Other files that the document goes on in, by paths from its folder. */
  readonly includes: readonly Stated<string | H>[];
  /** `project_profile`: constants that the profile file sets for the whole project. */
  readonly profile?: TaskProfile<H>;
}

/** The part of the profile that the front matter repeats. */
export interface TaskProfile<H = never> {
  readonly env?: Stated<string | H>;
  readonly httpPort?: Stated<number | H>;
  readonly frameworks: readonly Stated<string | H>[];
  readonly db?: Stated<string | H>;
  readonly auth?: Stated<string | H>;
  readonly infra?: Stated<string | H>;
}
