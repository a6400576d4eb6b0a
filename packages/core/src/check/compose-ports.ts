import type { Span } from '#model/index';

/** A port of the machine that a compose file passes on to a container (compose-spec.io, short syntax of `ports`). */
export interface PublishedPort {
  readonly service: string;
  /** On the machine. */
  readonly port: number;
  /** Inside of the container. */
  readonly container: number;
  /** Of the port on the machine. */
  readonly span: Span;
}

const mapping =
  /(?:^|[\s\-[,"'])(?:\d{1,3}(?:\.\d{1,3}){3}:)?(?:\$\{\w{1,60}:?-)?(\d{1,5})\}?:(\d{1,5})(?:\/tcp)?(?=["'\s,\]]|$)/dg;

/** The published ports, read line by line as compose files are written: blocks by indentation. */
export function publishedPorts(text: string): readonly PublishedPort[] {
  const found: PublishedPort[] = [];
  let place: Place = outside;
  let offset = 0;
  for (const line of text.split('\n')) {
    const indent = line.search(/\S/);
    if (indent >= 0 && !line.trimStart().startsWith('#')) {
      place = step(place, line, indent);
      if (place.isPorts && place.service !== undefined) found.push(...portsIn(line, offset, place.service));
    }
    offset += line.length + 1;
  }
  return found;
}

/** Where a line stands: below `services:`, in which of them, and whether it is about ports. */
interface Place {
  readonly inServices: boolean;
  readonly serviceIndent?: number;
  readonly service?: string;
  readonly portsIndent?: number;
  readonly isPorts: boolean;
}

const outside: Place = { inServices: false, isPorts: false };

function step(place: Place, line: string, indent: number): Place {
  if (indent === 0) return { inServices: /^["']?services["']?:\s*(?:#.*)?$/.test(line.trimEnd()), isPorts: false };
  if (!place.inServices) return outside;
  if (place.serviceIndent === undefined || indent <= place.serviceIndent) {
    const [, service] = /^\s*["']?([\w.-]{1,100})["']?:/.exec(line) ?? [];
    return { inServices: true, serviceIndent: indent, ...(service !== undefined && { service }), isPorts: false };
  }
  const { portsIndent, ...outer } = place;
  if (/^\s*ports:/.test(line)) return { ...outer, portsIndent: indent, isPorts: true };
  const isBelow = portsIndent !== undefined && (indent > portsIndent || line.trimStart().startsWith('-'));
  return isBelow && indent >= portsIndent ? { ...place, isPorts: true } : { ...outer, isPorts: false };
}

function portsIn(line: string, offset: number, service: string): PublishedPort[] {
  const code = line.replace(/\s#.*$/, '');
  return [...code.matchAll(mapping)].flatMap((match) => {
    const [from, to] = match.indices?.[1] ?? [0, 0];
    const [port, container] = [Number(match[1]), Number(match[2])];
    return [{ service, port, container, span: { from: offset + from, to: offset + to } }];
  });
}
