import type { ReactElement, ReactNode } from 'react';
import styles from './sheet.module.css';

export interface SheetProps {
  readonly title: string;
  /** One sentence under the title. */
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of reading width, drawn as a sheet with its title. */
export function Sheet({ title, lead, actions, children }: SheetProps): ReactElement {
  return (
    <main id="content" className={styles.page} tabIndex={-1}>
      <header className={styles.head}>
        <div className={styles.title}>
          <h1>{title}</h1>
          {lead === undefined ? null : <p>{lead}</p>}
        </div>
        {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </main>
  );
}
