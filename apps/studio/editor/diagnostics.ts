import type { Finding } from '@asbuilt/core/check';
import type { Diagnostic } from '@codemirror/lint';

/** The findings in the overview's own text, as the editor shows them. */
export function diagnosticsOf(findings: readonly Finding[]): readonly Diagnostic[] {
  return findings
    .filter((finding) => finding.file === undefined)
    .map((finding) => ({
      from: finding.span.from,
      to: finding.span.to,
      severity: finding.severity,
      source: finding.rule,
      message: finding.message,
      renderMessage: () => messageElement(finding),
    }));
}

function messageElement(finding: Finding): HTMLElement {
  const element = document.createElement('div');
  element.append(line('cm-findingMessage', finding.message));
  if (finding.help !== undefined) element.append(line('cm-findingHelp', finding.help));
  return element;
}

function line(className: string, text: string): HTMLElement {
  const element = document.createElement('p');
  element.className = className;
  element.textContent = text;
  return element;
}
