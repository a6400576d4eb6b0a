import { storeOfImage } from '#survey/knowledge/stores';
import type { ComposeService } from '#survey/readers/compose';
import type { Comparison, Difference, DriftSubject } from './comparison.ts';
import { placeInRepository, servicesPlace, systemTexts } from './document.ts';
import type { Program } from './programs.ts';

/** The overview speaks of every program that the repository builds, and of every container whose product is not a known server. */
export function compareServices(subject: DriftSubject, programs: readonly Program[]): Comparison {
  const others = subject.facts.compose.filter(
    ({ build, image }) => build === undefined && (image === undefined || storeOfImage(image.value) === undefined),
  );
  return {
    what: 'programs and containers',
    compared: programs.length + others.length,
    differences: [
      ...programs
        .filter(({ describedAs }) => describedAs === undefined)
        .map((program) => unknownProgram(program, subject)),
      ...others
        .filter((container) => !isSpokenOf(container, subject))
        .map((container) => unknownContainer(container, subject)),
    ],
  };
}

const rule = 'services-are-described';

function unknownProgram({ app }: Program, { project }: DriftSubject): Difference {
  const { said, because } = app;
  return {
    rule,
    message: `The repository has the service ${said} (${because.value}), but the overview names none that it could be`,
    at: placeInRepository(because),
    notes: [{ ...servicesPlace(project.draft), message: 'The services of the overview' }],
    help: `Add ${said} to the services of ${project.file}, or bind the service that it is to its folder in the profile.`,
  };
}

/** Whether the container's name or product is that of a participant, or stands in some statement about the system. */
function isSpokenOf({ name, image }: ComposeService, { project }: DriftSubject): boolean {
  const resolved = project.model.resolve(name.value);
  if (resolved !== undefined && resolved.kind !== 'actor') return true;
  const words = productsOf(name.value, image?.value).map(wordPattern);
  return systemTexts(project.draft).some(({ value }) => words.some((word) => word.test(value)));
}

/** `jaegertracing/all-in-one:1.60` of the service `traces` may be spoken of by either name. */
function productsOf(name: string, image = ''): readonly string[] {
  const path = image.replace(/[@:][^/]*$/, '').split('/');
  return [name, ...path.slice(-2)].filter((product) => product.length > 2);
}

function wordPattern(word: string): RegExp {
  const escaped = word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(/[-_]/g, '[-_ ]?');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu');
}

function unknownContainer({ name, image }: ComposeService, { project }: DriftSubject): Difference {
  const found = image ?? name;
  return {
    rule,
    message: `The repository runs the container ${name.value}${image === undefined ? '' : ` (${image.value})`}, and the overview does not speak of it`,
    at: placeInRepository(found),
    notes: [{ ...servicesPlace(project.draft), message: 'The services of the overview' }],
    help: `Add it to the services of ${project.file}, or name it where the overview says what it is for.`,
  };
}
