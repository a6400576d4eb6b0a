import { type CheckedDocument, check, type Rule, rules } from '../../src/check/index.ts';
import { profileFile, type Surroundings, subjectOf } from './subject.ts';

/** A document as `asbuilt check` hands it to a printer. */
export function checkedDocument(
  text: string,
  surroundings: Surroundings = {},
  using: readonly Rule[] = rules,
): CheckedDocument {
  const others = new Map([[profileFile, surroundings.profile ?? '']]);
  return { file: 'overview.md', text, findings: check(subjectOf(text, surroundings), using, rules), others };
}

/** Its total is wrong, its profile has an unknown key, and one line holds what formats have to escape. */
export const awkward = `---
project_profile:
  http_port: "4811"
---

# Überblick "A" & <B>

## 11. Cost

| Service | Tier | Cost |
|---------|------|------|
| API & <Web>, 100 % | small | $40/month |
| **Total** | | $1,100/month |
`;

export const awkwardProfile = 'http_port: 4810\nframewroks: [Next.js]\n';
