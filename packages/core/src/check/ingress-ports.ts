import { calls, everyCall } from '#derive/calls';
import type { Model, Span } from '#model/index';
import { type PublishedPort, publishedPorts } from './compose-ports.ts';
import { shownPath } from './project-text.ts';
import type { Subject } from './rule.ts';

/** A port that a file beside the overview gives to what the outside calls. */
export interface IngressPort {
  readonly port: number;
  readonly span: Span;
  readonly file: string;
}

const composeFiles = ['docker-compose.yml', 'docker-compose.yaml', 'compose.yml', 'compose.yaml'];
const proxyFiles = ['nginx.conf', 'nginx/nginx.conf', 'Caddyfile'];
const exampleEnvironment = '.env.example';

/**
 * The ports that ingress and compose files give to this system and that are not `right`. Of several ports one may be for
 * something else (metrics, TLS, another program): a file is wrong only where none of those it names for the entry is right.
 */
export function wrongIngressPorts({ file, files, model }: Subject, right: number): readonly IngressPort[] {
  if (files === undefined) return [];
  const isEntry = entryNames(model);
  const composed = composeFiles.flatMap((path) => {
    const ports = publishedPorts(files.text(path) ?? '').filter(({ service }) => isEntry(service));
    return ports.length === 0 ? [] : [{ path, ports }];
  });
  // Inside of a network of containers a proxy calls the port of the container, not the one that is published.
  const inner = new Set(composed.flatMap(({ ports }) => ports.map(({ container }) => container)));
  const named = [
    ...composed.map(({ path, ports }) => ({
      path,
      ports: ports.map(({ port, span }: PublishedPort) => ({ port, span })),
    })),
    ...proxyFiles.map((path) => ({
      path,
      ports: upstreams(files.text(path) ?? '', isEntry).filter(({ port, isHere }) => isHere || !inner.has(port)),
    })),
    { path: exampleEnvironment, ports: environmentPorts(files.text(exampleEnvironment) ?? '') },
  ];
  return named.flatMap(({ path, ports }) => {
    const [first] = ports;
    if (first === undefined || ports.some(({ port }) => port === right)) return [];
    return [{ port: first.port, span: first.span, file: shownPath({ file }, path) }];
  });
}

/** Whether a name stands for a service that is called from outside. */
function entryNames(model: Model): (name: string) => boolean {
  let entries: ReadonlySet<string> | undefined;
  return (name) => {
    // Where no file names a service, nobody asks.
    entries ??= new Set(everyCall(calls(model)).flatMap(({ from, to }) => (from.kind === 'actor' ? [to.name] : [])));
    return entries.has(model.resolve(name)?.name ?? '');
  };
}

interface Upstream {
  readonly port: number;
  readonly span: Span;
  /** Whether it is on the same machine. */
  readonly isHere: boolean;
}

const upstream =
  /^[ \t]*(?:proxy_pass\s+https?:\/\/|server\s+|reverse_proxy\s+(?:(?:\/\S{0,80}|\*)\s+)?(?:https?:\/\/)?)([\w.-]{1,100}):(\d{2,5})(?=[\s;/])/dgm;

/** What nginx and Caddy pass requests on to: the entry by its name, or a program on the same machine. */
function upstreams(text: string, isEntry: (name: string) => boolean): Upstream[] {
  return [...text.matchAll(upstream)].flatMap((match) => {
    const [, host = '', port] = match;
    const isHere = /^(?:localhost|127\.0\.0\.1|host\.docker\.internal)$/.test(host);
    const [from, to] = match.indices?.[2] ?? [0, 0];
    return isHere || isEntry(host) ? [{ port: Number(port), span: { from, to }, isHere }] : [];
  });
}

function environmentPorts(text: string): { readonly port: number; readonly span: Span }[] {
  return [...text.matchAll(/^(?:export\s+)?(?:HTTP_)?PORT=["']?(\d{1,5})["']?\s*(?:#.*)?$/dgm)].map((match) => {
    const [from, to] = match.indices?.[1] ?? [0, 0];
    return { port: Number(match[1]), span: { from, to } };
  });
}
