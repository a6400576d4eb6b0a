export { type ModelJson, modelJson, modelJsonWithSpans, type PlacedValue } from './json.ts';
export { link } from './link.ts';
export { applyEdits, type NewValue, print, printOverview } from './print.ts';
export { readProfile } from './profile.ts';
export { createReader, type Reader, read } from './read.ts';
export { type HoleValues, type Resolved, resolveHoles } from './resolve.ts';
export { template } from './template.ts';
