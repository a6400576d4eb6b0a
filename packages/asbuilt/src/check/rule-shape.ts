import type { Rule } from '@asbuilt/core/check';

/** Whether a value has the shape of a rule. */
export function isRule(value: unknown): value is Rule {
  return faultsOfRule(value).length === 0;
}

/** What a value lacks to be a rule, a phrase each. */
export function faultsOfRule(value: unknown): readonly string[] {
  if (!isRecord(value)) return ['it is no object with name, sentence, severity, holds and check'];
  const tests: readonly (readonly [holds: boolean, fault: string])[] = [
    [isName(value['name']), 'name is no lower-case name with hyphens'],
    [isText(value['sentence']), 'sentence is no text'],
    [isSeverity(value['severity']), 'severity is not error, warning or info'],
    [isListOfTexts(value['holds']), 'holds is no list of statements, [] for none'],
    [typeof value['check'] === 'function', 'check is no function'],
  ];
  return tests.flatMap(([holds, fault]) => (holds ? [] : [fault]));
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(value);
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

export function isSeverity(value: unknown): value is Rule['severity'] {
  return value === 'error' || value === 'warning' || value === 'info';
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
