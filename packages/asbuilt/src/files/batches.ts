/** So many at once keep a disk busy, and open few files. */
const batchSize = 32;

/**
 * Does something with each of many things, some at a time, and gives the results in order. After a failure no further
 * batch is begun; what was begun is waited for, and then the first failure in the order of the things is thrown.
 */
export async function inBatches<T, R>(things: readonly T[], act: (thing: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let from = 0; from < things.length; from += batchSize) {
    const settled = await Promise.allSettled(things.slice(from, from + batchSize).map(act));
    for (const outcome of settled) {
      if (outcome.status === 'rejected') throw outcome.reason;
      results.push(outcome.value);
    }
  }
  return results;
}
