import { type Invocation, type Run, UsageError } from './command.ts';
import { textOption } from './options.ts';
import { type CachePurge, remoteSystem } from './remote-system.ts';

/** Empties the caches of the running system: of a path, of what has a tag, or altogether. */
export const run: Run = async (invocation, io) => {
  const purge = purgeOf(invocation);
  const system = await remoteSystem(textOption(invocation, 'file') ?? 'overview.md', io);
  const { purged, elsewhere } = await system.purge(purge);
  const others = elsewhere === undefined ? '' : ofOthers[elsewhere];
  io.out(`${purged === 1 ? '1 answer' : `${purged} answers`} dropped${others}\n`);
  return 0;
};

/** What is said of other gateways of the system, where there may be some. */
const ofOthers = {
  told: ' here; the other gateways were told',
  later: ' here; the other gateways are told when their Redis is back',
} as const;

function purgeOf(invocation: Invocation): CachePurge {
  const [path] = invocation.args;
  const tag = textOption(invocation, 'tag');
  const isAll = invocation.options['all'] === true;
  if ([path !== undefined, tag !== undefined, isAll].filter(Boolean).length !== 1)
    throw new UsageError('say what is to be dropped: a path such as /posts or /posts/*, --tag <tag>, or --all.');
  if (tag !== undefined) return { tag };
  if (path === undefined) return { all: true };
  if (path.startsWith('/')) return { path };
  throw new UsageError(`${path} is not a path: it begins with a slash, e.g. /${path}.`);
}
