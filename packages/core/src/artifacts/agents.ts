import type { Artifact, ArtifactSource } from './artifact.ts';
import { systemName } from './diagram/classify.ts';
import { fileTarget, markdown } from './print/escape.ts';
import { type Block, bullets, facts, heading, page, under } from './print/markdown.ts';

/** AGENTS.md: what coding agents may do in this project and must not, as the overview says it. */
export const agents: Artifact = {
  path: 'AGENTS.md',
  isDefault: false,
  comment: 'markdown',
  draws: [
    'context-capsule/project',
    'context-capsule/http-port',
    'context-capsule/secrets',
    'context-capsule/non-negotiables/*',
    'file-map/file/*/path',
    'file-map/artifact/*/path',
    'guardrails/**',
  ],
  derive: (source) => {
    const { capsule, guardrails } = source.model.overview;
    const file = `[${markdown(source.file)}](${fileTarget(source.file)})`;
    return page([
      heading(1, `Working on ${systemName(source.model)}`),
      `What the system is and what holds for it is stated in ${file}. Read it before you change anything; where code and overview disagree, say so.`,
      ...under(2, 'What to do', bullets(guardrails.actions)),
      ...under(2, 'What not to do', bullets(guardrails.guardrails)),
      ...under(2, 'What never changes unasked', bullets(capsule.nonNegotiables)),
      ...under(
        2,
        'Places',
        facts([
          ['Public port', capsule.httpPort],
          ['Secrets, on this machine only', capsule.secrets],
        ]),
      ),
      ...under(2, 'Files that the overview promises', promises(source)),
      heading(2, 'Before you commit'),
      '- `asbuilt check` holds the overview against its rules.\n- `asbuilt guard` holds your change against the overview.\n- `asbuilt build` writes the derived files again; never edit those by hand.',
    ]);
  },
};

function promises({ model: { overview } }: ArtifactSource): readonly Block[] {
  return bullets([...overview.files, ...overview.artifacts].map(({ path }) => path));
}
