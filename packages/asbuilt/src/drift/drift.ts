import { dirname } from 'node:path';
import { type Finding, findingsInPages } from '@asbuilt/core/check';
import { namedTexts } from '#files/named-texts';
import type { Project } from '#files/project';
import { readFacts } from '#survey/facts';
import type { Repository } from '#survey/repository';
import { compareBindings } from './bindings.ts';
import type { Comparison } from './comparison.ts';
import { compareServices } from './described.ts';
import { placeDifferences } from './findings.ts';
import { compareFrameworks } from './frameworks.ts';
import { comparePorts } from './ports.ts';
import { programsOf } from './programs.ts';
import { brokenPromises, promisedFiles } from './promises.ts';
import { compareStores } from './stores.ts';

/** Where document and repository disagree. */
export interface Drift {
  readonly findings: readonly Finding[];
  /** The texts that findings point into besides the overview, by the names they give them. */
  readonly texts: ReadonlyMap<string, string>;
  /** How much of each kind there was to compare. */
  readonly compared: readonly Pick<Comparison, 'what' | 'compared'>[];
}

/** Holds an overview against the repository in whose folder it lies. */
export async function drift(project: Project, repository: Repository): Promise<Drift> {
  const subject = { project, facts: await readFacts(repository) };
  const programs = programsOf(subject);
  const comparisons = [
    comparePorts(subject, programs),
    compareBindings(subject),
    compareFrameworks(subject),
    compareStores(subject),
    compareServices(subject, programs),
  ];
  const differences = comparisons.flatMap((comparison) => comparison.differences);
  const placed = await placeDifferences(differences, repository, dirname(project.file));
  return {
    findings: findingsInPages([...brokenPromises(project), ...placed.findings], project.pages),
    texts: new Map([...namedTexts(project), ...placed.texts]),
    compared: [
      { what: 'promised files', compared: promisedFiles(project) },
      ...comparisons.map(({ what, compared }) => ({ what, compared })),
    ],
  };
}
