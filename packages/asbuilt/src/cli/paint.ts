import type { Paint, Part } from '@asbuilt/core/check';
import { createColors } from 'picocolors';

/** Terminal colours for the parts of a finding; without colours every part stays as it is. */
export function paintOf(color: boolean): Paint {
  const colors = createColors(color);
  const looks: Readonly<Record<Part, (text: string) => string>> = {
    error: (text) => colors.bold(colors.red(text)),
    warning: (text) => colors.bold(colors.yellow(text)),
    info: (text) => colors.bold(colors.blue(text)),
    place: colors.bold,
    rule: colors.dim,
    message: colors.bold,
    gutter: colors.dim,
    mark: colors.red,
    note: colors.cyan,
    help: colors.green,
  };
  return (part, text) => looks[part](text);
}
