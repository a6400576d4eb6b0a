/**
 * Does many small things at once: while one batch is under way, what comes gathers for the next.
 *
 * @param most in one batch
 * @param isOfOne whether a batch failed by one thing in it, so that the others are to be done without it
 * @returns settles when the batch with this one is done, or rejects with it
 */
export function gathered<T>(
  work: (batch: readonly T[]) => Promise<void>,
  most: number,
  isOfOne: (error: unknown) => boolean = never,
): (item: T) => Promise<void> {
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
      await doBatch(batch);
    }
    isBusy = false;
  };
  const doBatch = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      await work(batch.map(({ item }) => item));
      for (const { settle } of batch) settle();
    } catch (error) {
      if (batch.length > 1 && isOfOne(error)) for (const one of batch) await doBatch([one]);
      else for (const { reject } of batch) reject(error);
    }
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

function never(): boolean {
  return false;
}
