import { sample } from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { budgetDiagrams } from '#artifacts/diagram/budget-diagram';
import { sloDiagrams } from '#artifacts/diagram/slo-diagram';
import { mermaidLine, mermaidQuoted } from '#artifacts/print/escape';
import { type DrawingBrowser, openDrawingBrowser } from './browser.ts';
import { diagramsOf } from './diagrams.ts';
import { nastyText } from './nasty-text.ts';
import { overviewText } from './overviews.ts';
import { seenInC4, withoutSpace } from './seen.ts';

let browser: DrawingBrowser;
beforeAll(async () => {
  browser = await openDrawingBrowser();
});
afterAll(() => browser.close());

/** The words in the drawings of all diagrams in one artifact, without white space. */
async function drawn(fixture: string, artifact: string): Promise<string> {
  let words = '';
  for (const { path, text } of diagramsOf(overviewText(fixture)))
    if (path === artifact) words += await browser.draw(text);
  return words;
}

/** The same on every run: drawing takes long, and what it finds once it shall find again. */
const anyTexts = sample(nastyText, { numRuns: 60, seed: 1 });

/** A word that is found again in a drawing, where all words stand in a row. */
function marked(mark: string, word: string): string {
  return `⟦${mark}:${word}⟧`;
}

/** A text as the name, the technology and the description of a box. */
function boxWords(text: string, index: number): readonly string[] {
  return ['n', 't', 'd'].map((part) => `"${marked(`${part}${index}`, mermaidQuoted(text))}"`);
}

describe('a browser', () => {
  it('draws the people, the containers and the calls of a system', async () => {
    const words = await drawn('parcel-desk', 'diagrams/architecture.mmd');
    expect(words).toContain('ContainersofParcelDesk');
    expect(words).toMatch(/Customer.*Frontend.*API.*Database.*Eventbus.*Labelstore.*Jobqueue/);
    expect(words).toMatch(/Auth.*CarrierAPIs.*Mailrelay.*Runbyothers/);
    expect(words).toMatch(/asksforaparcel\[HTTP\].*readstheparcel\[Postgresprotocol\]/);
  });

  it('draws every nasty name as it is meant to be seen', async () => {
    const words = await drawn('nasty-names', 'diagrams/architecture.mmd');
    const names = ["'User';droptable", 'end', "API'v2'", 'Größe🚚', 'a--›b', 'Mail📮&more', 'Storex'];
    const texts = [
      'directionTBinaboundary',
      'asks:#1;now',
      'publishes50%%',
      'codehtml&amp;',
      'nowrap:that',
      "a'queue';with#marks",
    ];
    for (const part of [...names, ...texts]) expect(words).toContain(part);
    expect(words).toContain('ContainersofSay"hi";100%of#35;%%{init:{}}%%');
  });

  it('draws any text in every part of a C4 diagram', async () => {
    const boxes = anyTexts.map((text, index) => `  Container(c${index}, ${boxWords(text, index).join(', ')})`);
    const arrows = anyTexts.map((text, index) => `  Rel(c0, c${index}, "${marked(`r${index}`, mermaidQuoted(text))}")`);
    const drawing = await browser.draw(['C4Container', ...boxes, ...arrows, ''].join('\n'));
    for (const [index, text] of anyTexts.entries()) {
      for (const part of ['n', 't', 'd', 'r'])
        expect(drawing).toContain(marked(`${part}${index}`, withoutSpace(seenInC4(text))));
    }
  });

  it('draws any text in every part of a sequence diagram', async () => {
    const people = anyTexts.map(
      (text, index) => `  participant p${index} as ${marked(`n${index}`, mermaidLine(text))}`,
    );
    const messages = anyTexts.map((text, index) => `  p0->>p${index}: ${marked(`m${index}`, mermaidLine(text))}`);
    const drawing = await browser.draw(['sequenceDiagram', ...people, ...messages, ''].join('\n'));
    for (const [index, text] of anyTexts.entries()) {
      for (const part of ['n', 'm']) expect(drawing).toContain(marked(`${part}${index}`, withoutSpace(text)));
    }
  });

  it('draws any text in the rows of a time budget', async () => {
    const budget = anyTexts.map((text, index) => ({
      depth: 0,
      name: marked(`n${index}`, text),
      step: index + 1,
      timeoutMs: 1000,
      attempts: 1,
      startMs: index * 1000,
      endMs: (index + 1) * 1000,
      insideMs: 0,
      inside: 0,
    }));
    const drawing = await browser.draw(budgetDiagrams(budget).join(''));
    for (const [index, text] of anyTexts.entries()) expect(drawing).toContain(marked(`n${index}`, withoutSpace(text)));
  });

  it('draws any text in the boxes of the objectives', async () => {
    const nodes = anyTexts.slice(0, 40).map((text, index) => ({ name: marked(`n${index}`, text), objective: 0.999 }));
    const drawing = await browser.draw(sloDiagrams({ nodes, edges: [] }).join(''));
    for (const [index, text] of anyTexts.slice(0, 40).entries()) {
      expect(drawing).toContain(marked(`n${index}`, withoutSpace(text).replaceAll('ﬂ', 'fl')));
    }
  });

  it('draws the flow in time', async () => {
    const words = await drawn('nasty-names', 'output/architecture-diagrams.md');
    expect(words).toMatch(/1\.asks:#1;now.*2\.wrap:it.*5\.end.*6\.participantxasy.*7\.Noteovera:b/);
  });

  it('draws a system of which nothing is stated', async () => {
    await expect(drawn('bare', 'output/architecture-diagrams.md')).resolves.toContain('Nothingyet');
  });
});
