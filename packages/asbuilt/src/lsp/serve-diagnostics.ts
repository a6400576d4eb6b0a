import { type Analysis, isOverview, isProfile } from './analysis.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { type Documents, followDocuments } from './documents.ts';
import { includes } from './included-document.ts';
import { type Clock, type Pace, paced } from './pace.ts';
import { overviewsOf, uses } from './profile-document.ts';
import type { Connection, Diagnostic } from './protocol.ts';
import { publisher } from './publisher.ts';

/** The open documents, what each question about them is answered from. */
export interface ServedDocuments extends Documents {
  /** Reads and checks everything that is open again, from disk too. */
  readonly again: () => void;
  /** The overviews that a document belongs to: itself, those that include it, or those that use it as their profile. */
  readonly overviewsAbout: (uri: string) => Promise<readonly Analysis[]>;
  readonly stop: () => void;
}

const clock: Clock = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** Follows what is open and shows what does not hold in it. */
export function serveDiagnostics(
  connection: Connection,
  log: (text: string) => void,
  mayRunRules: () => boolean,
): ServedDocuments {
  const shown = publisher((uri, diagnostics, version) => {
    const sent = { uri, diagnostics: [...diagnostics], ...(version !== undefined && { version }) };
    connection.sendDiagnostics(sent).catch((error: unknown) => log(`the findings cannot be sent: ${String(error)}`));
  });
  const checkNow = async (uri: string): Promise<void> => {
    const version = documents.versionOf(uri);
    const found = isProfile(uri) ? await inProfile(uri, documents) : await inOverview(uri, documents);
    // Another version came while this one was read: it is checked in its turn.
    if (version === undefined || documents.versionOf(uri) !== version) return;
    shown.publish(uri, version, found);
    await touchIncluded(uri, documents, pace);
  };
  const pace: Pace = paced(
    (uri) => checkNow(uri).catch((error: unknown) => log(`${uri} cannot be checked: ${String(error)}`)),
    clock,
  );
  const touchAll = (): void => {
    for (const uri of documents.open()) pace.touch(uri);
  };
  const documents = followDocuments(
    connection,
    {
      changed: (uri) => {
        pace.touch(uri);
        if (isProfile(uri)) {
          documents.reread();
          touchAll();
        } else {
          touchIncluding(uri, documents, pace).catch((error: unknown) =>
            log(`${uri} cannot be looked for: ${String(error)}`),
          );
        }
      },
      saved: () => again(),
      closed: (uri) => {
        pace.drop(uri);
        shown.clear(uri);
        again();
      },
    },
    mayRunRules,
  );
  const again = (): void => {
    documents.forget();
    touchAll();
  };
  return {
    ...documents,
    again,
    overviewsAbout: (uri) => overviewsAbout(uri, documents),
    stop: pace.stop,
  };
}

/** What an overview includes is no document of its own from now on. */
async function touchIncluded(uri: string, documents: Documents, pace: Pace): Promise<void> {
  const analysis = isProfile(uri) ? undefined : await documents.analysisOf(uri);
  for (const other of documents.open()) if (analysis !== undefined && includes(analysis, other)) pace.touch(other);
}

/** Those that include a document are read again with it. */
async function touchIncluding(uri: string, documents: Documents, pace: Pace): Promise<void> {
  const including = await openOverviews(uri, documents, (analysis) => includes(analysis, uri));
  if (including.length > 0) documents.reread();
  for (const analysis of including) pace.touch(analysis.uri);
}

type Found = ReadonlyMap<string, readonly Diagnostic[]>;

/** What an open overview includes is told with that one. */
async function inOverview(uri: string, documents: Documents): Promise<Found> {
  const analyses = (await overviewsAbout(uri, documents)).filter((analysis) => analysis.uri === uri);
  return new Map([[uri, []], ...analyses.flatMap((analysis) => [...diagnosticsOf(analysis)])]);
}

/** What stands in a profile; an open overview that uses it says that itself. */
async function inProfile(uri: string, documents: Documents): Promise<Found> {
  const using = await openOverviews(uri, documents, (analysis) => uses(analysis, uri));
  const analyses = using.length > 0 ? [] : await overviewsOf(uri, documents.reading);
  const found = analyses.flatMap((analysis) => diagnosticsOf(analysis).get(uri) ?? []);
  return new Map([[uri, [...new Map(found.map((each) => [JSON.stringify(each), each])).values()]]]);
}

async function overviewsAbout(uri: string, documents: Documents): Promise<readonly Analysis[]> {
  if (!isProfile(uri)) {
    const including = await openOverviews(uri, documents, (analysis) => includes(analysis, uri));
    const analysis = including.length > 0 ? undefined : await documents.analysisOf(uri);
    return analysis !== undefined && isOverview(analysis) ? [analysis] : including;
  }
  const using = await openOverviews(uri, documents, (analysis) => uses(analysis, uri));
  return using.length > 0 ? using : overviewsOf(uri, documents.reading);
}

/** The overviews that are open beside a document. */
async function openOverviews(
  uri: string,
  documents: Documents,
  wanted: (analysis: Analysis) => boolean,
): Promise<readonly Analysis[]> {
  const open = documents.open().filter((other) => other !== uri && !isProfile(other));
  const analyses = await Promise.all(open.map((other) => documents.analysisOf(other)));
  return analyses.filter((analysis) => analysis !== undefined).filter((each) => isOverview(each) && wanted(each));
}
