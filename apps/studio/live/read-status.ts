import type { SystemStatus } from '#client/api';

/** Reads the data of an event. What is no state of a system is nothing: the next event comes within a second. */
export function readStatus(data: string): SystemStatus | undefined {
  try {
    const value: unknown = JSON.parse(data);
    return isSystemStatus(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The API holds each status against its schema; here it is enough to know which kind of event came. */
function isSystemStatus(value: unknown): value is SystemStatus {
  return (
    typeof value === 'object' &&
    value !== null &&
    'services' in value &&
    Array.isArray(value.services) &&
    'edges' in value &&
    Array.isArray(value.edges)
  );
}
