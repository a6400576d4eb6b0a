import type { Chance } from './chance.ts';
import { yamlValue } from './document.ts';
import { names } from './words.ts';

const keys = [
  'env',
  'http_port',
  'trusted_proxies',
  'tls',
  'frameworks',
  'db',
  'auth',
  'infra',
  'tokens',
  'rules',
  'rule_modules',
  'services',
  'htp_port',
  '__proto__',
  '? [a, b]',
];
const inner = [
  'command',
  'cwd',
  'url',
  'provider',
  'health',
  'starts_within',
  'edges',
  'env',
  'costs-add-up',
  'REGION',
  'issuer',
  'audience',
  'routes',
  'redirect_port',
];

/** A project's profile, sound or not. */
export function profileOf(chance: Chance): string {
  return `${chance.several(10, () => entry(chance, 0)).join('\n')}\n`;
}

function entry(chance: Chance, depth: number): string {
  const indent = '  '.repeat(depth);
  const key = chance.pick(depth === 0 ? keys : [...inner, ...names]);
  if (depth > 2 || chance.happens(0.5)) return `${indent}${key}: ${yamlValue(chance)}`;
  return [`${indent}${key}:`, ...chance.several(3, () => entry(chance, depth + 1))].join('\n');
}
