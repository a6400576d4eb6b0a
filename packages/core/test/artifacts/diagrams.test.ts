import { describe, expect, it } from 'vitest';
import { diagramsOf } from './diagrams.ts';
import { overviewText } from './overviews.ts';
import { parseMermaid } from './real-mermaid.ts';

describe.each([
  ['parcel-desk', 8],
  ['bare', 4],
  ['nasty-names', 7],
])('the diagrams of fixtures/%s', (name, count) => {
  it('are parsed by Mermaid as what they are', async () => {
    const diagrams = diagramsOf(overviewText(name));
    expect(diagrams).toHaveLength(count);
    for (const { text, kind } of diagrams) await expect(parseMermaid(text)).resolves.toBe(kind);
  });
});

function containers(overview: string): string {
  return diagramsOf(overview).find(({ path }) => path === 'diagrams/architecture.mmd')?.text ?? '';
}

describe('a diagram', () => {
  it('leaves out what the overview says that there is none of', () => {
    const text = containers(
      '# A\n\n## Context Diagram\n\n**External Integrations:**\n\n- Webhooks: none\n- Mail: sends notices\n\n## Background Jobs\n\n- Queue system: none\n',
    );
    expect(text).toContain('"Mail"');
    expect(text).not.toMatch(/Webhooks|queue/i);
  });

  it('draws what an external boundary describes outside of the system', () => {
    const text = containers(overviewText('parcel-desk'));
    expect(text.slice(text.indexOf('Boundary(others'))).toContain('System_Ext(service_auth, "Auth"');
  });
});

describe('Mermaid', () => {
  it('refuses a broken diagram, so that the tests above can fail', async () => {
    await expect(parseMermaid('C4Container\n  Person(a, "b\n')).rejects.toThrow(/Parse error|Lexical error/);
  });
});
