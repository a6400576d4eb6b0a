import { build, stale, withNeeds } from './build.mjs';
import { stopChildren } from './children.mjs';
import { exclusively } from './exclusively.mjs';
import { install, isInstalled } from './install.mjs';
import { nodeProblem } from './node-version.mjs';
import { StepFailed } from './step.mjs';

/**
 * Brings the checkout to where the targets stand ready, from whatever state it is in: a Node.js that is new enough,
 * the dependencies, and whatever changed since it was built. Does nothing when nothing is to be done.
 *
 * @param {readonly import('./targets.mjs').TargetName[]} targets
 */
export async function prepare(targets) {
  const problem = nodeProblem(process.versions.node);
  if (problem !== undefined) throw new StepFailed(problem);
  const wanted = withNeeds(targets);
  if ((await isInstalled()) && (await stale(wanted)).length === 0) return;
  await exclusively(async () => {
    if (!(await isInstalled())) await install();
    await build(wanted).catch(async (error) => {
      await stopChildren();
      throw error;
    });
  });
}
