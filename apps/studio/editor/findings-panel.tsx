import type { Finding, Note } from '@asbuilt/core/check';
import { lineIndex } from '@asbuilt/core/text';
import { type ReactElement, useMemo } from 'react';
import type { Analysis } from './analysis.ts';
import { bySeverity } from './by-severity.ts';
import styles from './findings-panel.module.css';
import { Words } from './words.tsx';

export interface FindingsPanelProps {
  /** Absent until the text was read for the first time. */
  readonly analysis: Analysis | undefined;
  readonly onJump: (from: number, to: number) => void;
}

/** What does not hold, the worst first. Each place is a button that leads to it. */
export function FindingsPanel({ analysis, onJump }: FindingsPanelProps): ReactElement {
  const text = analysis?.draft.text;
  const lines = useMemo(() => (text === undefined ? undefined : lineIndex(text)), [text]);
  if (analysis === undefined || lines === undefined) return <p className={styles.quiet}>Reading…</p>;
  if (analysis.findings.length === 0) return <NothingFound />;
  const placeOf = (at: Note): string => {
    const { line, column } = lines.position(at.span.from);
    return `${line}:${column}`;
  };
  return (
    <ul className={styles.findings}>
      {bySeverity(analysis.findings).map((finding, index) => (
        <FindingItem key={`${index} ${finding.rule}`} finding={finding} placeOf={placeOf} onJump={onJump} />
      ))}
    </ul>
  );
}

interface FindingItemProps {
  readonly finding: Finding;
  readonly placeOf: (at: Note) => string;
  readonly onJump: FindingsPanelProps['onJump'];
}

function FindingItem({ finding, placeOf, onJump }: FindingItemProps): ReactElement {
  return (
    <li className={styles.finding} data-severity={finding.severity}>
      <p className={styles.head}>
        <span className={styles.severity}>{finding.severity}</span>
        <code className={styles.rule}>{finding.rule}</code>
        <Place at={finding} placeOf={placeOf} onJump={onJump} />
      </p>
      <p className={styles.message}>
        <Words text={finding.message} />
      </p>
      {finding.notes.map((note, index) => (
        <p key={`${index} ${note.message}`} className={styles.note}>
          <Place at={note} placeOf={placeOf} onJump={onJump} /> <Words text={note.message} />
        </p>
      ))}
      {finding.help === undefined ? null : (
        <p className={styles.help}>
          <Words text={finding.help} />
        </p>
      )}
    </li>
  );
}

/** A place in another file cannot be shown here: it is named. */
function Place({
  at,
  placeOf,
  onJump,
}: { readonly at: Note } & Pick<FindingItemProps, 'placeOf' | 'onJump'>): ReactElement {
  if (at.file !== undefined) return <span className={styles.file}>{at.file}</span>;
  const place = placeOf(at);
  return (
    <button
      type="button"
      className={styles.place}
      aria-label={`Go to ${place}`}
      onClick={() => onJump(at.span.from, at.span.to)}
    >
      {place}
    </button>
  );
}

function NothingFound(): ReactElement {
  return (
    <div className={styles.quiet}>
      <p className={styles.holds}>Everything holds.</p>
      <p>No rule has anything to say about this text.</p>
    </div>
  );
}
