import type { Hole, Service } from '#model/index';
import { labelledOf } from './fields.ts';
import { text } from './notation.ts';
import { type Part, withoutRemark } from './parts.ts';
import type { Reading } from './reading.ts';
import { printRows, readRows, type TableForm, valueColumn } from './rows.ts';
import type { Section } from './section.ts';

const form: TableForm<Service<Hole>> = {
  stem: 'services',
  columns: [
    valueColumn(
      ['Service', 'Name', 'Component', 'Microservice', 'Building block'],
      { key: 'name', name: 'name' },
      text,
    ),
    valueColumn(
      ['Responsibility', 'Responsibilities', 'Description', 'Purpose', 'Role'],
      { key: 'responsibility', name: 'responsibility' },
      text,
    ),
    valueColumn(['Interface', 'API', 'Technology'], { key: 'interface', name: 'interface' }, text),
    valueColumn(['Protocol', 'Protocols'], { key: 'protocol', name: 'protocol' }, text),
  ],
};

/** Section 4: the services and their contracts. */
export const services: Section<'services'> = {
  stem: 'services',
  read: (parts, reading) => {
    const rows = readRows(parts, reading, form);
    return { services: rows.length > 0 ? rows : readBullets(parts, reading) };
  },
  print: ({ services: rows }) => printRows(rows, form),
};

/** Without a table: `- **Desk**: takes parcels in`. Only a marked name is one. */
function readBullets(parts: readonly Part[], reading: Reading): Service<Hole>[] {
  return labelledOf(parts).flatMap(({ labelRun, rest }) => {
    const isMarked = labelRun.marks.some(({ from, to }) => from <= labelRun.span.from && labelRun.span.to <= to);
    if (!isMarked || rest.plain === '') return [];
    const named = withoutRemark(labelRun);
    const name = reading.state(['services', named.plain, 'name'], named, text);
    const responsibility = reading.state(['services', named.plain, 'responsibility'], rest, text);
    return name === undefined ? [] : [{ name, ...(responsibility && { responsibility }) }];
  });
}
