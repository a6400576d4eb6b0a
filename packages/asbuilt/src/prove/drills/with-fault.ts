import type { Control, WantedFault } from '../control.ts';

/** Does something while a fault lasts. The fault is ended in any case: also when that fails, or is interrupted. */
export async function withFault<T>(control: Control, fault: WantedFault, act: () => Promise<T>): Promise<T> {
  const faults = await control.addFault(fault);
  try {
    return await act();
  } finally {
    await control.removeFaults(faults);
  }
}
