import { artifacts } from '@asbuilt/core/artifacts';
import { fits, type Model, type Stated, statementsOf } from '@asbuilt/core/model';
import { read } from '@asbuilt/core/overview';
import { describe, expect, it } from 'vitest';
import { modelOf, overviewText } from './overviews.ts';

const text = overviewText('parcel-desk');
const original = modelOf(text);

/** For values that are one of a few words: another one. */
const otherWords: Readonly<Record<string, string>> = {
  review: 'done',
  high: 'low',
  critical: 'low',
  medium: 'low',
  low: 'high',
  cpu: 'latency',
  time: 'data update',
  hand: 'data update',
};

/** Each statement of the overview, with the model of an overview in which it says something else, or nothing. */
const variants = statementsOf(read(text).overview).map((statement) => ({
  id: statement.id,
  model: modelOf(withChanged(statement)),
}));

function withChanged(statement: Stated<unknown>): string {
  const { from, to } = statement.span;
  return text.slice(0, from) + changed(text.slice(from, to), statement) + text.slice(to);
}

function changed(said: string, { notation, value }: Stated<unknown>): string {
  if (notation === 'tick') return value === true ? '☐' : '☑';
  if (notation === 'choice') return otherWords[String(value)] ?? '';
  if (notation === 'presence') return '';
  return /\d/.test(said) ? said.replace(/\d+/, oneOff) : `x${said}`;
}

function oneOff(digits: string): string {
  return String(Number(digits) > 1 ? Number(digits) - 1 : Number(digits) + 1);
}

describe.each(artifacts)('the statements that $path says it draws', ({ draws, derive }) => {
  const derived = (model: Model): string => derive({ file: 'overview.md', model });
  const before = derived(original);
  const shown = variants.filter(({ model }) => derived(model) !== before).map(({ id }) => id);

  it('each show in it, pattern by pattern', () => {
    expect(draws.filter((pattern) => !shown.some((id) => fits(id, pattern)))).toEqual([]);
  });

  it('are all that it draws: no other statement changes it', () => {
    expect(shown.filter((id) => !draws.some((pattern) => fits(id, pattern)))).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  it('shows every statement of the overview', () => {
    const published = artifacts.find(({ path }) => path === 'docs/architecture.md');
    const derived = (model: Model): string | undefined => published?.derive({ file: 'overview.md', model });
    expect(variants.length).toBeGreaterThan(150);
    expect(variants.filter(({ model }) => derived(model) === derived(original)).map(({ id }) => id)).toEqual([]);
  });
});
