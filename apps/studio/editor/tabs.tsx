'use client';

import { type KeyboardEvent, type ReactElement, type ReactNode, useRef } from 'react';
import styles from './tabs.module.css';

export interface Tab<T extends string> {
  readonly name: T;
  readonly title: ReactNode;
}

export interface TabsProps<T extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<T>[];
  readonly selected: T;
  readonly onSelect: (name: T) => void;
}

/** Tabs as the ARIA authoring practices have them: one stop for Tab, arrow keys between them. */
export function Tabs<T extends string>({ label, tabs, selected, onSelect }: TabsProps<T>): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ name }) => name === selected);
    const next = tabs[target(event.key, at, tabs.length)];
    if (next === undefined) return;
    event.preventDefault();
    onSelect(next.name);
    list.current?.querySelector<HTMLElement>(`#${tabId(next.name)}`)?.focus();
  };
  return (
    <div ref={list} className={styles.tabs} role="tablist" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      {tabs.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          id={tabId(name)}
          role="tab"
          className={styles.tab}
          aria-selected={name === selected}
          aria-controls={panelId(name)}
          tabIndex={name === selected ? 0 : -1}
          onClick={() => onSelect(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

/** The panel that a tab shows. */
export function panelId(name: string): string {
  return `panel-${name}`;
}

export function tabId(name: string): string {
  return `tab-${name}`;
}

/** The index that a key leads to; -1 for other keys. */
function target(key: string, at: number, length: number): number {
  switch (key) {
    case 'ArrowRight':
      return (at + 1) % length;
    case 'ArrowLeft':
      return (at + length - 1) % length;
    case 'Home':
      return 0;
    case 'End':
      return length - 1;
    default:
      return -1;
  }
}
