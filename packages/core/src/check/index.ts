export { check } from './check.ts';
export type { Finding, Note, Severity } from './finding.ts';
export { type FindingJson, type FindingsJson, findingsJson, type NoteJson } from './json.ts';
export { type Paint, type Part, plain } from './paint.ts';
export { findingsText, type PrintOptions } from './print.ts';
export type { Report, Rule, Subject } from './rule.ts';
export { rules } from './rules.ts';
export type { OtherTexts } from './sources.ts';
