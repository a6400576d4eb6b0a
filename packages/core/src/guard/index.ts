export { type Change, type ChangedFile, guard, type Surroundings, type Verdict } from './guard.ts';
