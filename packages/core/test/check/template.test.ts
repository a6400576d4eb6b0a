import { expect, it } from 'vitest';
import { check } from '../../src/check/index.ts';
import { template } from '../../src/overview/index.ts';
import { type Surroundings, subjectOf } from './subject.ts';

/** The template as `asbuilt new` writes it. */
const text = template.replaceAll('[project-name]', 'Desk').replace('uuid-here', '2f1a9f7e-3f1b-4c7e-9d55-0c1f6f1f7a10');

const reported = (surroundings: Surroundings): string[] =>
  [...new Set(check(subjectOf(text, surroundings)).map(({ rule }) => rule))].toSorted();

it('a new overview lacks what is open in it, and the files that are not built yet', () => {
  expect(reported({ files: [] })).toEqual([
    'artifacts-exist',
    'decisions-are-made',
    'links-resolve',
    'placeholders-are-resolved',
    'references-exist',
  ]);
});

it('a new overview lacks what is open in it alone, where its files are there', () => {
  const files = [...text.matchAll(/(?:\.\/|docs\/|output\/|diagrams\/)[\w.-]+\.\w+/g)].map(([path]) =>
    path.replace('./', ''),
  );
  expect(files).toContain('docs/architecture.md');
  expect(reported({ files })).toEqual(['decisions-are-made', 'placeholders-are-resolved']);
});
