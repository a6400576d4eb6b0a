export { type DayText, dayFileName, dayOfFileName, parseDay } from './day-text.ts';
export { MinuteCounts, type MinuteRecord, type Totals } from './minute-counts.ts';
export { dayOf, printRecord } from './record-line.ts';
