'use client';

import { createContext, useContext, useEffect } from 'react';

/** Asks the user before a page with unsaved work is left; the answer comes as a call of `leave`, or not at all. */
export type LeaveQuestion = (leave: () => void) => void;

/** Where the page tells its question, and links find it. At most one page is open, so at most one question stands. */
export interface LeaveGuard {
  /** @returns takes the question back */
  readonly hold: (question: LeaveQuestion) => () => void;
  readonly question: () => LeaveQuestion | undefined;
}

export function createLeaveGuard(): LeaveGuard {
  let held: LeaveQuestion | undefined;
  return {
    hold: (question) => {
      held = question;
      return () => {
        if (held === question) held = undefined;
      };
    },
    question: () => held,
  };
}

export const LeaveGuardContext = createContext<LeaveGuard>(createLeaveGuard());

/** While `question` is given, links of the Studio ask it first, and closing the window makes the browser ask. */
export function useLeaveQuestion(question: LeaveQuestion | undefined): void {
  const guard = useContext(LeaveGuardContext);
  useEffect(() => {
    if (question === undefined) return;
    const release = guard.hold(question);
    const stop = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', stop);
    return () => {
      release();
      window.removeEventListener('beforeunload', stop);
    };
  }, [guard, question]);
}
