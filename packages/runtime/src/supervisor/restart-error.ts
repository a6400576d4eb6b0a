/** A service cannot be restarted, or its successor did not come up. */
export class RestartError extends Error {
  override readonly name = 'RestartError';
}
