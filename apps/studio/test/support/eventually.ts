import { errors, type Locator } from 'playwright-core';
import { vi } from 'vitest';

/** Tries again until an expectation holds, for a minute unless said otherwise. */
export function eventually<T>(expectation: () => Promise<T>, withinMs = 60_000): Promise<T> {
  return vi.waitFor(expectation, { timeout: withinMs, interval: 50 });
}

/** Whether something comes to be seen within a minute. */
export async function isSeen(locator: Locator): Promise<boolean> {
  return comesTo(locator, 'visible');
}

/** Whether something is gone within a minute. */
export async function isGone(locator: Locator): Promise<boolean> {
  return comesTo(locator, 'detached');
}

async function comesTo(locator: Locator, state: 'visible' | 'detached'): Promise<boolean> {
  try {
    await locator.waitFor({ state, timeout: 60_000 });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}
