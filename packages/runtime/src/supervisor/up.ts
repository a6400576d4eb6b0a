import { messageOf } from '#values/message-of';
import { bypasses } from './bypasses.ts';
import { controlSystem } from './control-system.ts';
import { diesWithParent } from './death-signal.ts';
import { engageServices } from './engage-services.ts';
import { handOver } from './hand-over.ts';
import { openHousehold } from './household.ts';
import { learnLimits } from './learn-limits.ts';
import { openEntries, openGateway } from './open-gateway.ts';
import type { RunningSystem } from './running-system.ts';
import { standInSentences } from './stand-in-sentences.ts';
import { startServices } from './start-services.ts';
import { newSystem } from './system.ts';
import { systemSetup } from './system-setup.ts';
import { teardown } from './teardown.ts';
import type { UpOptions } from './up-options.ts';

/**
 * Runs a system by its overview and profile: a gateway on every edge, and behind it what the profile starts, or names.
 *
 * @returns once every service is ready
 * @throws {ConfigurationError} for what has to be mended, `ServiceStartError` for a service that does not come up, and the signal's
 *   reason when it is aborted; whatever was started is stopped by then
 */
export async function up(options: UpOptions): Promise<RunningSystem> {
  options.signal?.throwIfAborted();
  // Looked for once, by then: what is started first does not wait for it.
  void diesWithParent('TERM');
  const setup = await systemSetup(options);
  for (const bypass of bypasses(setup.services, options)) options.say(bypass);
  for (const note of setup.services.flatMap(({ instances }) => instances.notes)) options.say(note);
  const cleanup = teardown();
  try {
    const household = await openHousehold(options, cleanup);
    const system = newSystem(options, setup, household);
    await controlSystem(system, cleanup);
    await openGateway(system, cleanup);
    for (const sentence of standInSentences(setup.services, options)) options.say(sentence);
    engageServices(system, cleanup);
    await startServices(system);
    // Nobody waits for it: calls flow already.
    const learned = learnLimits(system);
    cleanup.add(() => learned);
    await openEntries(system, cleanup);
    options.signal?.throwIfAborted();
    // Before anything else is ended: what stands still could not end its calls.
    cleanup.add(async () => household.instanceFaults.clear());
    return handOver(system, cleanup);
  } catch (error) {
    await cleanup.run().catch((trouble: unknown) => options.say(messageOf(trouble)));
    throw error;
  }
}
