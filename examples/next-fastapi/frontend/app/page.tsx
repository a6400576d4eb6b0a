import type { ReactNode } from 'react';
import { askShed, type Shed } from './shed.ts';
import { ToolRow } from './tool-row.tsx';
import { visitor } from './visitor.ts';

export default async function Page(): Promise<ReactNode> {
  const [shed, who] = await Promise.all([askShed(), visitor()]);
  return (
    <main>
      <header>
        <h1>Tool shed</h1>
        {who === undefined ? <a href="/sign-in">Sign in</a> : <span>{who}</span>}
      </header>
      {shed === undefined ? (
        <output>What is in the shed cannot be told right now. Please come back in a moment.</output>
      ) : (
        <Tools shed={shed} who={who} />
      )}
    </main>
  );
}

function Tools({ shed, who }: { readonly shed: Shed; readonly who: string | undefined }): ReactNode {
  const { tools, borrowers, answeredFrom } = shed;
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">Tool</th>
            <th scope="col">Where it is</th>
            <th scope="col">{who !== undefined && 'Yours to do'}</th>
          </tr>
        </thead>
        <tbody>
          {tools.map((tool) => (
            <ToolRow key={tool.id} tool={tool} who={who} />
          ))}
        </tbody>
      </table>
      <footer>
        {haveSomething(borrowers)} something. Told by {answeredFrom}.
      </footer>
    </>
  );
}

function haveSomething(borrowers: number): string {
  if (borrowers === 0) return 'No neighbour has';
  return borrowers === 1 ? 'One neighbour has' : `${borrowers} neighbours have`;
}
