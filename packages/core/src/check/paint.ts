/** The parts of a printed finding that may look different from each other. */
export type Part = 'error' | 'warning' | 'info' | 'place' | 'rule' | 'message' | 'gutter' | 'mark' | 'note' | 'help';

/** Makes a text look like the part that it is, e.g. with terminal colours. It adds no visible character. */
export type Paint = (part: Part, text: string) => string;

/** Leaves every text as it is. */
export const plain: Paint = (_part, text) => text;
