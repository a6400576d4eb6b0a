import { createColors } from 'picocolors';

type Colors = ReturnType<typeof createColors>;

/**
 * A Markdown page as a terminal shows it: headings stand out, code is set off, comments that label an example
 * (`<!-- wrong -->`) become its title. Every word of the page stays.
 */
export function terminalPage(markdown: string): string {
  const colors = createColors(true);
  const lines: string[] = [];
  let fenced = false;
  for (const line of markdown.trimEnd().split(/\r?\n/)) {
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced;
    else lines.push(fenced ? `    ${colors.dim('│')} ${line}` : textLine(line, colors));
  }
  return `${lines.join('\n')}\n`;
}

function textLine(line: string, colors: Colors): string {
  const heading = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
  if (heading !== undefined) return colors.bold(inline(heading, colors));
  const label = /^<!--\s*(.*?)\s*-->$/.exec(line)?.[1];
  if (label !== undefined) return label === 'wrong' ? colors.red(`  ${label}:`) : colors.green(`  ${label}:`);
  return inline(line, colors);
}

function inline(text: string, colors: Colors): string {
  return text
    .replaceAll(/`([^`]+)`/g, (_, code: string) => colors.cyan(code))
    .replaceAll(/\*\*([^*]+)\*\*/g, (_, strong: string) => colors.bold(strong))
    .replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, (_, said: string, target: string) => `${said} (${target})`);
}
