// Sets up and builds everything whose sources changed: `npm run build`.
import { stopOnSignals } from './lib/children.mjs';
import { prepare } from './lib/prepare.mjs';
import { main, say } from './lib/step.mjs';
import { everyTarget } from './lib/targets.mjs';

await main(async () => {
  stopOnSignals();
  await prepare(everyTarget);
  say('Everything is built.');
  return 0;
});
