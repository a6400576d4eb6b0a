'use client';

import { type ChangeEvent, type ReactElement, useId, useState } from 'react';
import { Notice } from '#ui/notice.tsx';
import styles from './file-input.module.css';
import { readTextFile } from './read-text-file.ts';

/** Takes a Markdown file and hands on its text; says what is wrong with a file that it cannot take. */
export function FileInput({ onText }: { readonly onText: (text: string) => void }): ReactElement {
  const id = useId();
  const [complaint, setComplaint] = useState<string>();
  const take = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const file = event.target.files?.[0];
    const result = file === undefined ? undefined : await readTextFile(file);
    setComplaint(result?.kind === 'refused' ? result.reason : undefined);
    onText(result?.kind === 'text' ? result.text : '');
  };
  return (
    <div className={styles.field}>
      <label htmlFor={id}>File</label>
      <input
        id={id}
        type="file"
        accept=".md,.markdown,.txt,text/markdown,text/plain"
        onChange={(event) => void take(event)}
      />
      {complaint === undefined ? null : <Notice kind="error" title={complaint} />}
    </div>
  );
}
