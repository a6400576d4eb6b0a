import type { CheckCall } from './check-call.ts';
import { checkOptionsOf } from './check-options.ts';
import { reportOn, requestOf, tryFiles } from './check-round.ts';
import type { Run } from './command.ts';

/** Holds overviews against the rules: 1 when there is an error, or there are more warnings than allowed. */
export const run: Run = async (invocation, io) => {
  const options = checkOptionsOf(invocation);
  const call: CheckCall = { invocation, options, request: requestOf(options, io), io };
  if (options.fix) {
    const { fixOverviews } = await import('./check-fix.ts');
    return fixOverviews(call);
  }
  if (options.watch) {
    const { watchOverviews } = await import('./check-watch.ts');
    return watchOverviews(call);
  }
  return reportOn(await tryFiles(call), call);
};
