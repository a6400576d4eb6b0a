import type { DiagnosticsByUri } from './diagnostics.ts';
import type { Diagnostic } from './protocol.ts';

/** Sends the diagnostics of one text, replacing what was sent for it before. */
export type Send = (uri: string, diagnostics: readonly Diagnostic[], version?: number) => void;

/** Shows what was found; several documents may find something in the same profile. */
export interface Publisher {
  /** Replaces all that document `owner` found, by what it found in this version. */
  readonly publish: (owner: string, version: number, found: DiagnosticsByUri) => void;
  /** Takes back all that it found. */
  readonly clear: (owner: string) => void;
}

/** A publisher that remembers which document found what. */
export function publisher(send: Send): Publisher {
  const byOwner = new Map<string, DiagnosticsByUri>();
  const replace = (owner: string, found: DiagnosticsByUri, version?: number): void => {
    const before = [...(byOwner.get(owner)?.keys() ?? [])];
    byOwner.set(owner, found);
    for (const uri of new Set([...before, ...found.keys()])) {
      const all = [...byOwner.values()].flatMap((each) => each.get(uri) ?? []);
      send(uri, all, uri === owner ? version : undefined);
    }
  };
  return {
    publish: (owner, version, found) => replace(owner, found, version),
    clear: (owner) => {
      replace(owner, new Map());
      byOwner.delete(owner);
    },
  };
}
