import type { Readable, Writable } from 'node:stream';
import { offered } from './capabilities.ts';
import { serveFeatures } from './features.ts';
import { type LspExitCode, lifetimeOf } from './lifetime.ts';
import { createConnection, createProtocolConnection, StreamMessageReader, StreamMessageWriter } from './protocol.ts';

/** What the server is, and what it is connected to. */
export interface LspOptions {
  readonly version: string;
  /** Messages of the Language Server Protocol, both ways. */
  readonly input: Readable;
  readonly output: Writable;
  /** Aborted when the server has to end although its input goes on. */
  readonly signal: AbortSignal;
  /** The editor's process, when the command line names it. */
  readonly processId?: number;
  /** Where errors of the server itself go: not to the output. */
  readonly log: (text: string) => void;
}

/** Serves one editor, until it ends. */
export async function serveLsp(options: LspOptions): Promise<LspExitCode> {
  const { input, output, signal, processId, version, log } = options;
  const lifetime = lifetimeOf(input, signal);
  if (processId !== undefined) lifetime.follow(processId);
  const reader = new StreamMessageReader(input);
  reader.onError((error) => log(`a message cannot be read: ${error.message}`));
  const connection = createConnection(
    (logger) => createProtocolConnection(reader, new StreamMessageWriter(output), logger),
    lifetime.watchDog,
  );
  const features = serveFeatures(connection, log);
  connection.onInitialize((params) => {
    features.initialize(params);
    return offered(version);
  });
  connection.listen();
  const code = await lifetime.ended;
  features.stop();
  connection.dispose();
  input.destroy();
  return code;
}
