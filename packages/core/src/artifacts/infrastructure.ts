import type { Boundary, Model } from '#model/index';
import type { Artifact } from './artifact.ts';
import { rowsByService } from './by-service.ts';
import { placesOf, systemName } from './diagram/classify.ts';
import { type Block, facts, heading, page, table, under } from './print/markdown.ts';
import { backgroundJobs } from './sections/background-jobs.ts';
import { caching } from './sections/caching.ts';
import type { Chapter } from './sections/chapter.ts';
import { costs, costText } from './sections/costs.ts';
import { instancesOf, scaling } from './sections/scaling.ts';
import { sizeOf } from './service-contracts.ts';

const chapters: readonly Chapter[] = [scaling, backgroundJobs, caching, costs];

/** output/infrastructure.md: where each service runs, how large and how many it is, what it costs, and the caches. */
export const infrastructure: Artifact = {
  path: 'output/infrastructure.md',
  isDefault: true,
  comment: 'markdown',
  draws: [
    'context-capsule/infra',
    'services/*/name',
    'context-capsule/project',
    'context/boundary/**',
    ...chapters.flatMap(({ draws }) => draws),
  ],
  derive: ({ model }) =>
    page([
      heading(1, `Infrastructure of ${systemName(model)}`),
      ...facts([['Runs on', model.overview.capsule.infra]]),
      ...under(2, 'Services', serviceTable(model)),
      ...under(2, 'Beside the services', otherParts(model)),
      ...chapters.flatMap(({ title, blocks }) => under(2, title, blocks(model))),
    ]),
};

function serviceTable(model: Model): readonly Block[] {
  const rows = rowsByService(model);
  const places = placesOf(model);
  const placed = model.overview.services.map(({ name }) => {
    const participant = model.resolve(name.value);
    return {
      name: name.value,
      place: participant && places.get(participant),
      rows: rows(participant?.name ?? name.value),
    };
  });
  return table(placed, [
    { title: 'Service', cell: ({ name }) => name },
    { title: 'Runs as', cell: ({ place }) => place },
    { title: 'Instances', cell: ({ rows: { horizontal } }) => joined(horizontal.map(instancesOf)) },
    { title: 'Size of an instance', cell: ({ rows: { vertical } }) => joined(vertical.map(sizeOf)) },
    { title: 'Tier', cell: (row) => joined(row.rows.costs.map(({ tier }) => tier?.value)) },
    {
      title: 'Cost a month',
      cell: (row) => joined(row.rows.costs.map(costText)),
    },
  ]);
}

/** The parts of the system that are no service of their own, e.g. its storage. */
function otherParts(model: Model): readonly Block[] {
  const others = model.overview.boundaries.filter(({ name }) => model.resolve(name.value)?.kind !== 'service');
  return table<Boundary>(others, [
    { title: 'Part', cell: ({ name }) => name },
    { title: 'Runs as', cell: ({ description }) => description },
  ]);
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined).join('; ') || undefined;
}
