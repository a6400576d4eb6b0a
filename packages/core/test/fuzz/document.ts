import { template } from '#overview/template';
import { sectionTitles } from '#overview/titles';
import type { Chance } from './chance.ts';
import { names, troubles, values } from './words.ts';

const lines = template.split('\n');
const titles = Object.values(sectionTitles).flatMap((each) => [...each.titles, ...(each.labels ?? [])]);
/** The header rows that the template has. */
const headers = lines.filter((_, index) => /^\|[\s:|-]+\|$/.test(lines[index + 1] ?? ''));
const labels = lines.flatMap((line) => /^-? ?\*{0,2}([^:*|]+):/.exec(line)?.slice(1, 2) ?? []);

/** A document that looks like an overview: the template with some of its lines changed, or sections put together anew. */
export function documentOf(chance: Chance): string {
  const made = chance.happens(0.3) ? damagedTemplate(chance) : grown(chance);
  const end = chance.pick(['\n', '\n', '\n', '\r\n', '\r']);
  return made.join(chance.happens(0.1) ? `${end}${chance.pick(troubles)}` : end);
}

function damagedTemplate(chance: Chance): string[] {
  return lines.map((line) => {
    if (!chance.happens(0.1)) return line;
    return chance.pick(['', `${line}\n${line}`, `${line} ${value(chance)}`, anyLine(chance), line.slice(0, 9)]);
  });
}

function grown(chance: Chance): string[] {
  const head = chance.happens(0.5) ? frontMatter(chance) : [];
  return [...head, ...chance.several(12, () => section(chance)).flat()];
}

function frontMatter(chance: Chance): string[] {
  const keys = ['task_id', 'created_at', 'status', 'labels', 'version', 'project_profile', 'extra', '__proto__'];
  return ['---', ...chance.several(8, () => `${chance.pick(keys)}: ${yamlValue(chance)}`), '---'];
}

/** A value as YAML may have it, sound or not. */
export function yamlValue(chance: Chance): string {
  const said = value(chance);
  return chance.pick([said, `"${said}"`, `'${said}'`, `[${said}, ${said}]`, `{a: ${said}}`, `*a`, `&a ${said}`, '|']);
}

function section(chance: Chance): string[] {
  const heading = `${'#'.repeat(1 + chance.below(4))} ${chance.pick(['', '4. ', '11b. '])}${chance.pick(titles)}`;
  return [heading, '', ...chance.several(4, () => block(chance)).flat()];
}

function block(chance: Chance): string[] {
  return chance.pick([table, table, list, list, flow, labelled, quoted, fenced, stray])(chance);
}

function table(chance: Chance): string[] {
  const header = chance.pick(headers);
  const columns = header.split('|').length - 2;
  const delimiter = `|${chance.pick(['---|', ':-:|', ' --- |']).repeat(Math.max(1, columns + chance.pick([0, 0, 0, -1, 1])))}`;
  const row = (): string =>
    `| ${[name(chance), ...Array.from({ length: Math.max(0, columns + chance.below(3) - 2) }, () => value(chance))].join(' | ')} |`;
  return [header, delimiter + chance.pick(['', '', ' ', '\t']), ...chance.several(8, row), ''];
}

function list(chance: Chance): string[] {
  const mark = chance.pick(['- ', '* ', '+ ', '1. ', '3) ', '- [ ] ', '- [x] ']);
  const item = (): string => {
    const indent = chance.pick(['', '', '', '  ', '    ', '\t']);
    const label = chance.happens(0.5) ? chance.pick(labels) : name(chance);
    return `${indent}${mark}${chance.pick(['', '**'])}${label}${chance.pick([': ', ':** ', ' — ', ' '])}${value(chance)}`;
  };
  return [`**${chance.pick(titles)}:**`, ...chance.several(8, item), ''];
}

function flow(chance: Chance): string[] {
  const arrow = chance.pick(['→', '->', '-->', '=>', '←']);
  const step = (_: unknown, index: number): string =>
    `${index + 1}. ${name(chance)} ${arrow} ${name(chance)} (${value(chance)})`;
  return ['**Request Flow:**', ...Array.from({ length: chance.below(8) }, step), ''];
}

function labelled(chance: Chance): string[] {
  return [`**${chance.pick(labels)}:** ${value(chance)}`, ''];
}

function quoted(chance: Chance): string[] {
  return block(chance).map((line) => `${'> '.repeat(1 + chance.below(3))}${line}`);
}

function fenced(chance: Chance): string[] {
  const fence = chance.pick(['```', '~~~', '````']);
  return [fence, ...chance.several(3, () => anyLine(chance)), ...(chance.happens(0.8) ? [fence] : []), ''];
}

function stray(chance: Chance): string[] {
  return chance.several(4, () => anyLine(chance));
}

function anyLine(chance: Chance): string {
  return chance.pick([chance.pick(lines), value(chance), chance.several(6, () => chance.pick(troubles)).join('')]);
}

function name(chance: Chance): string {
  return chance.pick(names);
}

function value(chance: Chance): string {
  return chance.happens(0.9) ? chance.pick(values) : `${chance.pick(troubles)}${chance.pick(values)}`;
}
