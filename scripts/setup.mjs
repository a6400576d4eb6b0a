// Installs the dependencies when they are not there yet: what a fresh clone needs before anything else.
import { stopOnSignals } from './lib/children.mjs';
import { prepare } from './lib/prepare.mjs';
import { main, say } from './lib/step.mjs';

await main(async () => {
  stopOnSignals();
  await prepare([]);
  say('Everything is installed.');
  return 0;
});
