import type { Hole, Service } from '#model/index';
import { text } from './notation.ts';
import { printRows, readRows, type TableForm, valueColumn } from './rows.ts';
import type { Section } from './section.ts';

const form: TableForm<Service<Hole>> = {
  stem: 'services',
  columns: [
    valueColumn(['Service', 'Name', 'Component', 'Microservice'], { key: 'name', name: 'name' }, text),
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
  read: (parts, reading) => ({ services: readRows(parts, reading, form) }),
  print: ({ services: rows }) => printRows(rows, form),
};
