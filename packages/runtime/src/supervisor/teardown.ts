/** What has to be undone, to be run in the opposite order of its coming. */
export interface Teardown {
  add(undo: () => Promise<void>): void;
  /**
   * Undoes everything, one after the other, also what comes after a failure. Once: later calls get the first one's promise.
   *
   * @throws {AggregateError} of what failed
   */
  run(): Promise<void>;
}

export function teardown(): Teardown {
  const steps: (() => Promise<void>)[] = [];
  let running: Promise<void> | undefined;
  return {
    add: (undo) => steps.push(undo),
    run: () => {
      running ??= undoAll(steps);
      return running;
    },
  };
}

async function undoAll(steps: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (let undo = steps.pop(); undo !== undefined; undo = steps.pop()) {
    await undo().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `not everything could be stopped: ${failures.map(String).join('; ')}`);
}
