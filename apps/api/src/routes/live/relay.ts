/** An empty comment, which every reader of events skips: sent first so that the answer's head does not wait for an event. */
const opening = new TextEncoder().encode(':\n\n');

/** Hands on the chunks of `events` as they come. It ends quietly when `signal` aborts, and with the source's error otherwise. */
export async function* relay(events: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    yield opening;
    for await (const chunk of events) yield chunk;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
