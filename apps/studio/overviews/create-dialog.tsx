'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, type ReactElement, useId, useState } from 'react';
import { api } from '#client/api';
import { problemOf } from '#client/problem';
import { Button } from '#ui/button.tsx';
import { Dialog } from '#ui/dialog.tsx';
import { Notice } from '#ui/notice.tsx';
import { TextField } from '#ui/text-field.tsx';
import styles from './create-dialog.module.css';
import { FileInput } from './file-input.tsx';
import { longestName, nameFromText } from './name-from-text.ts';
import { starterText } from './starter.ts';

type Source = 'starter' | 'paste' | 'file';

const sources: readonly { readonly source: Source; readonly title: string; readonly about: string }[] = [
  {
    source: 'starter',
    title: 'A short example',
    about: 'A small system that holds together, to be changed into yours.',
  },
  { source: 'paste', title: 'A text', about: 'Paste Markdown from elsewhere.' },
  { source: 'file', title: 'A file', about: 'A Markdown file from this computer.' },
];

/** Creates an overview from the starter, a pasted text or a file, and opens it. */
export function CreateDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
  const formId = useId();
  const [source, setSource] = useState<Source>('starter');
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const creation = useCreation();
  const finalName = name.trim() || (source === 'starter' ? '' : nameFromText(text));
  const isComplete = finalName !== '' && (source === 'starter' || text.trim() !== '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isComplete) creation.mutate({ name: finalName, text: source === 'starter' ? starterText(finalName) : text });
  };
  const take = (next: Source): void => {
    setSource(next);
    setText('');
  };
  return (
    <Dialog
      title="New overview"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="main" type="submit" form={formId} disabled={!isComplete || creation.isPending}>
            {creation.isPending ? 'Creating…' : 'Create'}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles.form} onSubmit={submit}>
        <TextField
          label="Name"
          value={name}
          placeholder={source === 'starter' ? '' : nameFromText(text)}
          maxLength={longestName}
          onChange={setName}
        />
        <SourceField source={source} onChange={take} />
        {source === 'paste' ? <TextField label="Text" value={text} rows={10} onChange={setText} /> : null}
        {source === 'file' ? <FileInput onText={setText} /> : null}
        {creation.isError ? <CreateFailed error={creation.error} /> : null}
      </form>
    </Dialog>
  );
}

function useCreation() {
  const router = useRouter();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: api.create,
    onSuccess: async (overview) => {
      await queries.invalidateQueries({ queryKey: ['overviews'], refetchType: 'none' });
      router.push(`/overviews/${overview.id}`);
    },
  });
}

function SourceField({
  source,
  onChange,
}: {
  readonly source: Source;
  readonly onChange: (source: Source) => void;
}): ReactElement {
  return (
    <fieldset className={styles.sources}>
      <legend>Begin with</legend>
      {sources.map((choice) => (
        <label key={choice.source} className={styles.source} htmlFor={`source-${choice.source}`}>
          <input
            id={`source-${choice.source}`}
            type="radio"
            name="source"
            checked={choice.source === source}
            onChange={() => onChange(choice.source)}
          />
          <strong>{choice.title}</strong>
          <span>{choice.about}</span>
        </label>
      ))}
    </fieldset>
  );
}

function CreateFailed({ error }: { readonly error: unknown }): ReactElement {
  const problem = problemOf(error);
  return (
    <Notice kind="error" title={`It was not created: ${problem.title}`}>
      {problem.detail === undefined ? null : <p>{problem.detail}</p>}
    </Notice>
  );
}
