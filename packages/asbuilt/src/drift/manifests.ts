import type { Facts } from '#survey/facts';
import { nameOf } from '#survey/found';

/** Manifests that no reader here understands: what they declare is not known. */
const unread =
  /^(?:pom\.xml|build\.gradle(?:\.kts)?|Gemfile|Cargo\.toml|composer\.json|mix\.exs|Pipfile|setup\.(?:py|cfg)|environment\.ya?ml|deno\.jsonc?|.+\.(?:cs|fs)proj)$/;

/** Whether the manifests that were read are all that there are, so that what they do not declare is not there. */
export function isReadWhole({ files }: Facts): boolean {
  return !files.some((file) => unread.test(nameOf(file)));
}
