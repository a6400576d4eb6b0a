import type { Drill } from './drill.ts';
import { failingDrills } from './failing-drills.ts';
import { messageDrills } from './message-drills.ts';

/** What any HTTP proxy should do, and many do not. */
export const drills: readonly Drill[] = [...failingDrills, ...messageDrills];
