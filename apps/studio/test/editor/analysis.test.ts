import { describe, expect, it } from 'vitest';
import { createAnalyser } from '#editor/analysis';
import { starterText } from '#overviews/starter';

const analyse = createAnalyser();

describe('the analysis of a text', () => {
  it('finds nothing wrong with the starter', () => {
    expect(analyse(starterText('Shop')).findings).toEqual([]);
  });

  it('finds what does not hold, at its place in the text', () => {
    const text = starterText('Shop').replace('**$20**', '**$21**');
    const { findings, errors, warnings } = analyse(text);
    expect(findings.map(({ rule }) => rule)).toEqual(['costs-add-up']);
    expect(text.slice(findings[0]?.span.from, findings[0]?.span.to)).toContain('21');
    expect(errors + warnings).toBe(1);
  });

  it('counts a hole as something to be filled in', () => {
    const { draft, findings } = analyse(starterText('Shop').replace('dev', '{{ENV}}'));
    expect(draft.holes.map(({ text }) => text)).toEqual(['{{ENV}}']);
    expect(findings.map(({ rule }) => rule)).toContain('placeholders-are-resolved');
  });

  it('has an answer for every text, the empty one included', () => {
    expect(analyse('').findings).toBeInstanceOf(Array);
    expect(analyse('---\n: [\n').findings).toBeInstanceOf(Array);
  });
});
