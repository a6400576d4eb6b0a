/** Hands on the chunks of `events` as they come. It ends quietly when `signal` aborts, and with the source's error otherwise. */
export async function* relay(events: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of events) yield chunk;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
