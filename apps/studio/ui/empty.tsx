import type { ReactElement, ReactNode } from 'react';
import styles from './empty.module.css';

export interface EmptyProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/** Where something will stand once there is something: says what, and how it gets there. */
export function Empty({ title, children, actions }: EmptyProps): ReactElement {
  return (
    <section className={styles.empty}>
      <svg viewBox="0 0 120 84" width="120" height="84" aria-hidden="true" className={styles.drawing}>
        <g fill="none" stroke="currentColor" strokeWidth="1.25">
          <rect x="14" y="12" width="36" height="20" />
          <rect x="70" y="12" width="36" height="20" />
          <rect x="42" y="52" width="36" height="20" strokeDasharray="3 3" />
          <path d="M50 22h17M63 18.5l4 3.5-4 3.5M88 32v30H82M85 58.5l-4 3.5 4 3.5" />
          <path d="M32 32v30h6" strokeDasharray="3 3" />
        </g>
      </svg>
      <h2>{title}</h2>
      <div className={styles.text}>{children}</div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </section>
  );
}
