import { describe, expect, it } from 'vitest';
import { overview } from '../cli/support/documents.ts';
import { sessions } from './support/bundled-session.ts';
import { quietProfile } from './support/editor.ts';

const start = sessions();

const rule = `export const shelvesAreNamed = {
  name: 'shelves-are-named', sentence: 'Every shelf has a name', severity: 'warning', holds: [],
  check({ model }, report) {
    const { name } = model.overview.services[1];
    report({ message: 'This one has none', span: name.span });
  },
};
`;
const files = {
  'rules/shelves.mjs': rule,
  'confer-agent.profile.yml': `rule_modules: [rules/shelves.mjs]\n${quietProfile}  shelves-are-named: error\n`,
};
const initialize = { initializationOptions: { ruleModules: true } };

describe('the rules of a project', () => {
  it('run where the editor says that its user trusts the folder', async () => {
    const { next, uri } = await start(overview(), { files, options: { initialize } });
    const { diagnostics } = await next(uri);
    expect(diagnostics).toMatchObject([{ code: 'shelves-are-named', severity: 1, message: 'This one has none' }]);
  });

  it('do not run otherwise, and their names are not called wrong', async () => {
    const text = `${overview()}\n<!-- asbuilt-ignore shelves-are-named: there is one only -->\n`;
    const { next, published, uri } = await start(text, { files });
    expect(await next(uri)).toMatchObject({ diagnostics: [] });
    expect(published.filter(({ diagnostics }) => diagnostics.length > 0)).toEqual([]);
  });

  it('that cannot be loaded are said so at the top', async () => {
    const { next, uri } = await start(overview(), {
      files: { ...files, 'rules/shelves.mjs': 'export const shelvesAreNamed = 1;\n' },
      options: { initialize },
    });
    const { diagnostics } = await next(uri);
    expect(diagnostics[0]).toMatchObject({
      range: { start: { line: 0 } },
      message: expect.stringMatching(/is no rule/),
    });
  });
});
