import type { Readable, Writable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { nearest } from '@asbuilt/core/text';
import { UsageError } from '#cli/command';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpServer,
  StdioServerTransport,
  type ToolDescription,
} from './sdk.ts';
import type { Session } from './session.ts';
import type { Tool } from './tool.ts';
import { tools } from './tools.ts';

/** What the server is, and what it is connected to. */
export interface McpOptions {
  readonly version: string;
  readonly session: Session;
  /** One JSON-RPC message a line, both ways. */
  readonly input: Readable;
  readonly output: Writable;
  /** Aborted when the server has to end although its input goes on. */
  readonly signal: AbortSignal;
  /** Where errors of the server itself go: not to the output. */
  readonly log: (text: string) => void;
}

const instructions =
  'Asbuilt reads an Architecture Overview, the Markdown document that says what a system is. Ask "guard" before you change files, and "check" after you changed the overview. A finding names its rule; "explain" tells what the rule wants. Paths count from the working folder of the server.';

/** Answers tool calls until the input ends. Calls that came before its end are still answered. */
export async function serveMcp({ version, session, input, output, signal, log }: McpOptions): Promise<void> {
  const running = new Set<Promise<unknown>>();
  const mcp = new McpServer({ name: 'asbuilt', version }, { capabilities: { tools: {} }, instructions });
  mcp.server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(describe) }));
  mcp.server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const call = callTool(toolNamed(params.name), params.arguments, session);
    running.add(call);
    return call.finally(() => running.delete(call));
  });
  Object.assign(mcp.server, {
    onerror: (error: Error) => log(`a message cannot be handled: ${error.message}`),
  });
  await mcp.connect(new StdioServerTransport(input, output));
  await endOf(input, signal);
  if (!signal.aborted) {
    await Promise.allSettled(running);
    // The SDK sends an answer some microtasks after its handler gave it.
    await nextTurn();
  }
  await mcp.close();
  input.destroy();
}

function endOf(input: Readable, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => resolve();
    input.once('end', end).once('close', end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
  });
}

function describe({ name, title, description, inputSchema }: Tool): ToolDescription {
  return { name, title, description, inputSchema, annotations: { readOnlyHint: true, openWorldHint: false } };
}

function toolNamed(name: string): Tool {
  const found = tools.find((tool) => tool.name === name);
  if (found !== undefined) return found;
  const names = tools.map((tool) => tool.name);
  const meant = nearest(name, names);
  const hint = meant === undefined ? `There are: ${names.join(', ')}.` : `Did you mean ${meant}?`;
  // An McpError would put its code into the sentence, and so does the client.
  throw Object.assign(new Error(`there is no tool ${name}. ${hint}`), { code: ErrorCode.InvalidParams });
}

async function callTool(tool: Tool, input: unknown, session: Session): Promise<CallToolResult> {
  try {
    const { text, data } = await tool.answer(input, session);
    return { content: [{ type: 'text', text }], ...(data !== undefined && { structuredContent: data }) };
  } catch (error) {
    return { content: [{ type: 'text', text: sentenceOf(error) }], isError: true };
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof UsageError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `this should not have happened: ${message}. Please report it together with the overview.`;
}
