export { check } from './check.ts';
export type { Finding, Note, Repair, Severity } from './finding.ts';
export { type FindingJson, type FindingsJson, findingsJson, type NoteJson } from './json.ts';
export { type Paint, type Part, plain } from './paint.ts';
export { findingsText, type PrintOptions } from './print.ts';
export type { DerivedFile, ProjectFiles, Report, Rule, Subject } from './rule.ts';
export { rules } from './rules.ts';
export type { OtherTexts } from './sources.ts';
