import { backgroundJobs } from './background-jobs.ts';
import { caching } from './caching.ts';
import type { Chapter } from './chapter.ts';
import { context } from './context.ts';
import { contextCapsule } from './context-capsule.ts';
import { costs } from './costs.ts';
import { dataFlow } from './data-flow.ts';
import { failureModes } from './failure-modes.ts';
import { fileMap } from './file-map.ts';
import { frontMatter } from './front-matter.ts';
import { guardrails } from './guardrails.ts';
import { links } from './links.ts';
import { observability } from './observability.ts';
import { references } from './references.ts';
import { scaling } from './scaling.ts';
import { security } from './security.ts';
import { services } from './services.ts';
import { slos } from './slos.ts';
import { threats } from './threats.ts';

/** Every chapter, in the order of the overview's sections. */
export const chapters: readonly Chapter[] = [
  frontMatter,
  contextCapsule,
  references,
  context,
  services,
  dataFlow,
  backgroundJobs,
  caching,
  observability,
  failureModes,
  scaling,
  security,
  costs,
  threats,
  slos,
  fileMap,
  guardrails,
  links,
];
