import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type LocalServer, listenLocally } from '../local-server.ts';
import { type Contract, contractFile } from './contract-file.ts';
import { type ExampleAnswer, exampleAnswer, isJson, type Wish } from './example-answer.ts';

export interface ContractServerOptions {
  readonly service: string;
  /** The overview's folder, from which the path of the contract counts. */
  readonly directory: string;
  readonly contract: string;
  readonly log: (line: string) => void;
}

/** Opens a server that answers for a service with the examples of its OpenAPI description, and 501 for what that gives no example of. */
export async function openContractServer(options: ContractServerOptions): Promise<LocalServer> {
  const read = contractFile(join(options.directory, options.contract), options.contract);
  const server = createServer((request, response) => {
    request.resume();
    void read().then(
      (contract) => answer(request, response, contract, options),
      (error: unknown) => {
        options.log(`${options.contract} could not be read: ${String(error)}`);
        problem(response, { status: 500, title: 'The contract could not be read' });
      },
    );
  });
  return listenLocally(server, 0, () => server.closeAllConnections());
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  contract: Contract,
  { service, contract: file }: ContractServerOptions,
): void {
  const nothing = `${service} has no binding, and nothing to answer with`;
  if (contract.kind === 'none') {
    const detail = `A stand-in answers for ${service} with the examples of ${file}; ${contract.why}. Bind ${service} in the profile, or write its contract: \`asbuilt build --artifact ${file}\` begins one.`;
    problem(response, { status: 501, title: nothing, detail, contract: file });
    return;
  }
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const found = exampleAnswer(contract.document, { method: request.method ?? 'GET', path, wish: wishOf(request) });
  switch (found.kind) {
    case 'answer':
      send(response, found, request.method === 'HEAD');
      return;
    case 'no-path':
      problem(response, { status: 404, title: `${file} has no path ${path}`, contract: file });
      return;
    case 'no-method':
      response.setHeader('allow', found.allowed.join(', '));
      problem(response, { status: 405, title: `${file} has no ${request.method} ${path}`, contract: file });
      return;
    case 'no-example':
      problem(response, {
        status: 501,
        title: nothing,
        detail: `${file} gives no example for ${found.of}.`,
        contract: file,
      });
  }
}

function send(
  response: ServerResponse,
  { status, headers, body, contentType }: Extract<ExampleAnswer, { kind: 'answer' }>,
  isHead: boolean,
): void {
  if (contentType === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const text = isJson(contentType) || typeof body !== 'string' ? JSON.stringify(body) : body;
  const length = Buffer.byteLength(text);
  response.writeHead(status, { ...headers, 'content-type': contentType, 'content-length': length });
  response.end(isHead ? undefined : text);
}

function wishOf({ headers }: IncomingMessage): Wish {
  const said = String(headers['prefer'] ?? '');
  const code = /\bcode=(\d{3})\b/.exec(said)?.[1];
  const example = /\bexample="?([\w.-]+)"?/.exec(said)?.[1];
  return { ...(code !== undefined && { code }), ...(example !== undefined && { example }) };
}

interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly contract?: string;
}

/** RFC 9457 */
function problem(response: ServerResponse, said: Problem): void {
  response.writeHead(said.status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(said));
}
