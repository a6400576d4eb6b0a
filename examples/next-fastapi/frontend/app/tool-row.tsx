'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import type { Tool } from './shed.ts';

/** One tool, which whoever has signed in may take, and bring back. */
export function ToolRow({ tool, who }: { readonly tool: Tool; readonly who: string | undefined }): ReactNode {
  const router = useRouter();
  const [problem, setProblem] = useState('');
  const { id, name, borrower } = tool;
  const change = async (method: 'POST' | 'DELETE'): Promise<void> => {
    const lending = method === 'POST';
    const answer = await fetch(`/api/tools/${id}/loan`, {
      method,
      ...(lending && { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ borrower: who }) }),
    });
    setProblem(answer.ok ? '' : `That did not work (${answer.status}).`);
    router.refresh();
  };
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{borrower === null ? 'in the shed' : `with ${borrower}`}</td>
      <td>
        {who !== undefined && borrower === null && (
          <button type="button" onClick={() => void change('POST')}>
            Borrow
          </button>
        )}
        {who !== undefined && borrower === who && (
          <button type="button" onClick={() => void change('DELETE')}>
            Bring back
          </button>
        )}
        {problem !== '' && <span role="alert"> {problem}</span>}
      </td>
    </tr>
  );
}
