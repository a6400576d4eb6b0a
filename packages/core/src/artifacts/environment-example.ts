import type { ServiceBinding } from '#model/index';
import type { Artifact, ArtifactSource } from './artifact.ts';
import { systemName } from './diagram/classify.ts';
import { oneLine } from './print/escape.ts';

/** .env.example: the environment variables that the overview and the profile name, without anybody's secrets. */
export const environmentExample: Artifact = {
  path: '.env.example',
  isDefault: false,
  comment: 'hash',
  draws: [
    'context-capsule/project',
    'context-capsule/runtime-profile',
    'context-capsule/http-port',
    'context-capsule/secrets',
  ],
  derive: (source) => {
    const { capsule } = source.model.overview;
    const place = capsule.secrets === undefined ? 'a file that git ignores' : oneLine(capsule.secrets.value);
    const blocks = [
      [`# Environment of ${oneLine(systemName(source.model))}. Copy it to ${place} and fill it in there.`],
      capsule.runtimeProfile && ['# Runtime profile', assignment('ENV', capsule.runtimeProfile.value)],
      capsule.httpPort && ['# The public port', assignment('HTTP_PORT', String(capsule.httpPort.value))],
      ...bindings(source),
    ];
    return blocks.flatMap((block) => (block === undefined ? [] : [`${block.join('\n')}\n`])).join('\n');
  },
};

/** The variables of each service that the profile names; their values stay in the profile. */
function bindings({ profile }: ArtifactSource): readonly (readonly string[])[] {
  return (profile?.services ?? []).flatMap((binding) => {
    const lines = [...edgeLines(binding), ...Object.keys(binding.env).flatMap(own)];
    return lines.length === 0 ? [] : [[`# ${oneLine(binding.service.value)}`, ...lines]];
  });
}

function edgeLines({ service, edges }: ServiceBinding): readonly string[] {
  return Object.entries(edges).flatMap(([callee, { value }]) =>
    isName(value)
      ? [`# where ${oneLine(service.value)} reaches ${oneLine(callee)}; asbuilt up sets it`, `${value}=`]
      : [],
  );
}

function own(name: string): readonly string[] {
  return isName(name) ? [`${name}=`] : [];
}

function isName(text: string): boolean {
  return /^[A-Za-z_]\w*$/.test(text);
}

/** `NAME=value`, in quotes where a shell would read something else than the text. */
function assignment(name: string, value: string): string {
  const line = oneLine(value);
  return `${name}=${/^[\w.:/@+-]*$/.test(line) ? line : `"${line.replace(/["\\$`]/g, '\\$&')}"`}`;
}
