/** Colours by what they are for: `[light, dark]`. Text on each fill has a contrast of 4.5 : 1 and more (WCAG 2.2, 1.4.3). */
const colours: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  paper: ['#ffffff', '#0d1117'],
  ink: ['#1f2328', '#e6edf3'],
  muted: ['#57606a', '#a3adb8'],
  line: ['#6e7781', '#8b949e'],
  frame: ['#f6f8fa', '#151b23'],
  system: ['#ddeafc', '#16304f'],
  'system-edge': ['#3572b0', '#5b9bd8'],
  store: ['#dff3e4', '#143823'],
  'store-edge': ['#2e7d4f', '#56b37c'],
  queue: ['#fdf0cf', '#3d2f0c'],
  'queue-edge': ['#9a6b00', '#d3a83d'],
  person: ['#ece4fb', '#2c2150'],
  'person-edge': ['#6b4fb3', '#a48be0'],
  outside: ['#eaeef2', '#262c36'],
  'outside-edge': ['#7d8590', '#8b949e'],
  bad: ['#fbdcdc', '#571f1f'],
  'bad-edge': ['#c62828', '#f47067'],
  'bad-ink': ['#b3201f', '#ff9a91'],
};

function variables(theme: 0 | 1): string {
  return Object.entries(colours)
    .map(([name, pair]) => `--${name}:${pair[theme]}`)
    .join(';');
}

const boxes = ['system', 'store', 'queue', 'person', 'outside', 'bad']
  .map((kind) => `.${kind}{fill:var(--${kind});stroke:var(--${kind}-edge);stroke-width:1.5}`)
  .join('');

/** The style sheet of every picture. It follows the reader's system between light and dark. */
export const style: string = [
  `svg{${variables(0)}}`,
  `@media(prefers-color-scheme:dark){svg{${variables(1)}}}`,
  'text{font-family:"Segoe UI",Helvetica,Arial,"DejaVu Sans",sans-serif;font-size:12px;fill:var(--ink)}',
  '.title{font-size:18px;font-weight:bold}.name{font-size:14px;font-weight:bold}.strong{font-weight:bold}',
  '.small{font-size:11px;fill:var(--muted)}.alarm{fill:var(--bad-ink)}.middle{text-anchor:middle}.end{text-anchor:end}',
  '.paper{fill:var(--paper)}.frame{fill:var(--frame);stroke:var(--line);stroke-dasharray:6 4}',
  boxes,
  '.open{fill:none;stroke-dasharray:4 3}',
  '.arrow{fill:none;stroke:var(--line);stroke-width:1.4;marker-end:url(#tip)}.answer{stroke-dasharray:5 4}',
  '.tip{fill:var(--line)}.rule{stroke:var(--line);stroke-width:1;stroke-dasharray:3 4;opacity:.7}',
  '.label{font-size:11px;stroke:var(--paper);stroke-width:4;stroke-linejoin:round;paint-order:stroke}',
  '.framed{stroke:var(--frame)}.rimmed{stroke:var(--frame);stroke-width:5;stroke-linejoin:round;paint-order:stroke}.deadline{stroke:var(--system-edge);stroke-width:1.5;stroke-dasharray:5 3}',
].join('\n');
