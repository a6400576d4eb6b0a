'use client';

import { type ReactElement, useId } from 'react';
import type { Overview, OverviewDraft } from '#client/api';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Moment } from '#ui/moment.tsx';
import styles from './conflict-dialog.module.css';
import { differenceOf } from './difference.ts';

export interface ConflictDialogProps {
  readonly mine: OverviewDraft;
  readonly theirs: Overview;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
  readonly onLater: () => void;
}

/** Two people saved one overview: shows where the texts part, and asks which one stands. Neither is lost. */
export function ConflictDialog({ mine, theirs, onKeepMine, onTakeTheirs, onLater }: ConflictDialogProps): ReactElement {
  return (
    <Dialog
      wide
      title="Somebody else has saved this overview"
      onClose={onLater}
      actions={
        <>
          <Button onClick={onLater}>Decide later</Button>
          <Button onClick={onTakeTheirs}>Take theirs</Button>
          <Button kind="main" onClick={onKeepMine}>
            Keep mine
          </Button>
        </>
      }
    >
      <div className={styles.body}>
        <p>
          Version {theirs.version} was saved <Moment at={theirs.updatedAt} />, after you began. Nothing of yours is
          lost, whatever you choose.
        </p>
        <NameDifference mine={mine.name} theirs={theirs.name} />
        <TextDifference mine={mine.text} theirs={theirs.text} />
        <dl className={styles.choices}>
          <dt>Keep mine</dt>
          <dd>Saves your text as version {theirs.version + 1}. Theirs stays among the versions.</dd>
          <dt>Take theirs</dt>
          <dd>Puts their text into the editor. Undo brings yours back.</dd>
        </dl>
      </div>
    </Dialog>
  );
}

function NameDifference({ mine, theirs }: { readonly mine: string; readonly theirs: string }): ReactElement | null {
  if (mine === theirs) return null;
  return (
    <p>
      You call it <strong>{mine}</strong>, they call it <strong>{theirs}</strong>.
    </p>
  );
}

function TextDifference({ mine, theirs }: { readonly mine: string; readonly theirs: string }): ReactElement {
  const difference = differenceOf(mine, theirs);
  if (difference === undefined) return <p>The texts are the same.</p>;
  return (
    <div className={styles.difference}>
      <Side title="Mine" line={difference.line} lines={difference.mine} />
      <Side title="Theirs" line={difference.line} lines={difference.theirs} />
    </div>
  );
}

function Side({
  title,
  line,
  lines,
}: {
  readonly title: string;
  readonly line: number;
  readonly lines: readonly string[];
}): ReactElement {
  const titleId = useId();
  return (
    <section className={styles.side}>
      <h3 id={titleId}>
        {title}, {lines.length === 0 ? `nothing at line ${line}` : range(line, lines.length)}
      </h3>
      <textarea readOnly rows={8} aria-labelledby={titleId} value={lines.join('\n')} />
    </section>
  );
}

function range(line: number, count: number): string {
  return count === 1 ? `line ${line}` : `lines ${line}–${line + count - 1}`;
}
