/**
 * A gate that lets so many tasks through at once, in the order in which they came.
 *
 * @param {number} atOnce at least 1
 * @returns {<T>(task: () => Promise<T>) => Promise<T>}
 */
export function limit(atOnce) {
  let free = atOnce;
  /** @type {(() => void)[]} */
  const waiting = [];
  return async (task) => {
    if (free > 0) free -= 1;
    else await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
