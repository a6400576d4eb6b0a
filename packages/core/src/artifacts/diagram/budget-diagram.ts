import { mermaidLine } from '../print/escape.ts';
import { duration } from '../print/units.ts';
import type { TimedCall } from './time-budget.ts';

/** More rows than these show nothing any more. */
const mostRows = 60;

/** What each call may take, in the time that its caller has, as a Mermaid Gantt chart; nothing where no timeout is stated. */
export function budgetDiagrams(budget: readonly TimedCall[]): readonly string[] {
  const rows = budget.slice(0, mostRows);
  if (rows.every(({ timeoutMs }) => timeoutMs === undefined)) return [];
  const lines = [
    'dateFormat x',
    'axisFormat %M:%S',
    ...rows.map(row),
    ...(budget.length === rows.length ? [] : [`section + ${budget.length - rows.length} more calls`]),
  ];
  return [`${['gantt', ...lines.map((line) => `  ${line}`)].join('\n')}\n`];
}

/** The number of the step stands first, so that no name is taken for a word of Mermaid's. What ends too late is critical. */
function row({ name, step, timeoutMs, startMs, endMs, deadlineMs }: TimedCall): string {
  const said = timeoutMs === undefined ? 'no timeout' : duration(timeoutMs);
  const isLate = deadlineMs !== undefined && endMs > deadlineMs;
  const words = mermaidLine(`${step}. ${name}, ${said}`).replaceAll(':', '#58;');
  return `${words} :${isLate ? 'crit, ' : ''}${Math.round(startMs)}, ${Math.round(endMs)}`;
}
