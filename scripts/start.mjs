// Runs Asbuilt by its own overview, from whatever state the checkout is in: `npm start [-- OPTIONS OF asbuilt up]`.
import { join } from 'node:path';
import { stopOnSignals } from './lib/children.mjs';
import { followNpm } from './lib/follow-npm.mjs';
import { foreground } from './lib/foreground.mjs';
import { prepare } from './lib/prepare.mjs';
import { main } from './lib/step.mjs';
import { everyTarget } from './lib/targets.mjs';

await main(async () => {
  followNpm();
  const hearSignals = stopOnSignals();
  await prepare(everyTarget);
  hearSignals();
  const asbuilt = join('packages', 'asbuilt', 'dist', 'asbuilt.js');
  return foreground(process.execPath, [asbuilt, 'up', 'overview.md', ...process.argv.slice(2)]);
});
