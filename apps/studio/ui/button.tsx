import type { ComponentProps, ReactElement } from 'react';
import styles from './button.module.css';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `main`: what one came for; `plain`: everything else; `danger`: takes something away. */
  readonly kind?: 'main' | 'plain' | 'danger';
  readonly small?: boolean;
}

/** A button that looks the same everywhere. */
export function Button({ kind = 'plain', small = false, className, ...rest }: ButtonProps): ReactElement {
  const names = [styles.button, styles[kind], small ? styles.small : undefined, className];
  return <button type="button" {...rest} className={names.filter((name) => name !== undefined).join(' ')} />;
}
