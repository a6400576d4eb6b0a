/**
 * Does many small things at once: while one batch is under way, what comes gathers for the next.
 *
 * @param most in one batch
 * @returns settles when the batch with this one is done, or rejects with it
 */
export function gathered<T>(work: (batch: readonly T[]) => Promise<void>, most: number): (item: T) => Promise<void> {
  interface Waiting {
    readonly item: T;
    readonly settle: () => void;
    readonly reject: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let isBusy = false;
  const go = async (): Promise<void> => {
    isBusy = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        await work(batch.map(({ item }) => item));
        for (const { settle } of batch) settle();
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isBusy = false;
  };
  return (item) =>
    new Promise((settle, reject) => {
      waiting.push({ item, settle, reject });
      // What is said in the same turn goes together.
      if (!isBusy) {
        isBusy = true;
        queueMicrotask(() => void go());
      }
    });
}
