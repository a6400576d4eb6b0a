import type { ReactElement, ReactNode } from 'react';
import styles from './notice.module.css';

export interface NoticeProps {
  readonly kind: 'info' | 'warning' | 'error' | 'good';
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** Something the user should know, in the flow of the page. Errors are announced at once. */
export function Notice({ kind, title, children, actions }: NoticeProps): ReactElement {
  return (
    <div className={`${styles.notice} ${styles[kind]}`} role={kind === 'error' ? 'alert' : 'status'}>
      <div className={styles.text}>
        <strong>{title}</strong>
        {children}
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
