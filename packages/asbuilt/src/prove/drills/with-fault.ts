import type { Milliseconds } from '@asbuilt/core/model';
import type { Control, WantedFault } from '../control.ts';
import type { Fault } from '../control-answer.ts';

/** How long a fault may outlast what it is for, should nobody be left to end it. */
export const slackMs: Milliseconds = 10_000;

/** Does something while a fault lasts. The fault is ended in any case: also when that fails, or is interrupted. */
export function withFault<T>(control: Control, fault: WantedFault, act: () => Promise<T>): Promise<T> {
  return withFaults(control, async (put) => {
    await put(fault);
    return act();
  });
}

/**
 * Does something while faults last, one after the other: one that is put takes the place of the one before, and there is no
 * moment between them. The last one is ended in any case.
 */
export async function withFaults<T>(
  control: Control,
  act: (put: (fault: WantedFault) => Promise<void>) => Promise<T>,
): Promise<T> {
  let active: readonly Fault[] = [];
  const put = async (fault: WantedFault): Promise<void> => {
    const before = active;
    active = [...before, ...(await control.addFault(fault))];
    await control.removeFaults(before);
    active = active.filter((each) => !before.includes(each));
  };
  try {
    return await act(put);
  } finally {
    await control.removeFaults(active);
  }
}
