import type { ReactElement } from 'react';

/** The sign of Asbuilt: a building with its measure below it, ticked off. */
export function Mark(): ReactElement {
  return (
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true" focusable="false">
      <g fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="square">
        <path d="M7 23V11l9-5 9 5v12z" />
        <path d="M4 28h24M4 26v4M28 26v4" />
        <path d="M12 16.5l3 3 5.2-5.8" />
      </g>
    </svg>
  );
}
