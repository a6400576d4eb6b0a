/** A stream that ends, as if its source had, when `signal` aborts. Cancelling it cancels the source. */
export function until(signal: AbortSignal, source: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  const end = (): void => void reader.cancel();
  const forget = (): void => signal.removeEventListener('abort', end);
  signal.addEventListener('abort', end);
  if (signal.aborted) end();
  return new ReadableStream({
    pull: async (controller) => {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (error) {
        controller.error(error);
      }
      forget();
    },
    cancel: (reason) => {
      forget();
      return reader.cancel(reason);
    },
  });
}
