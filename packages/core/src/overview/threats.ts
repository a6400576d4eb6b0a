import type { Hole, Threat } from '#model/index';
import { stateEach } from './fields.ts';
import { text, tick } from './notation.ts';
import { splitRun } from './parts.ts';
import { type Column, printRows, readRows, say, type TableForm, valueColumn } from './rows.ts';
import type { Section } from './section.ts';

const mitigations: Column<Threat<Hole>> = {
  titles: ['Mitigation', 'Mitigations', 'Control', 'Controls'],
  read: (cell, { reading, place }) => ({
    mitigations: stateEach(splitRun(cell, ','), reading, [...place, 'mitigation'], text),
  }),
  print: (row) => row.mitigations.map((stated) => say(stated, text)).join(', '),
};

const ticked: Column<Threat<Hole>> = {
  titles: ['Status', 'Covered', 'Done'],
  read: (cell, { reading, place }) => {
    const stated = reading.stateKnown([...place, 'status'], cell, tick);
    return stated === undefined ? {} : { ticked: stated };
  },
  print: (row) => (row.ticked === undefined ? '' : `${say(row.ticked, tick)} Covered`),
};

const form: TableForm<Threat<Hole>> = {
  stem: 'threats',
  columns: [
    valueColumn(['Threat', 'Threats', 'Risk', 'Attack'], { key: 'threat', name: 'threat' }, text),
    mitigations,
    ticked,
  ],
};

/** Section 11a: the threats, and what is done against each. */
export const threats: Section<'threats'> = {
  stem: 'threats',
  read: (parts, reading) => ({
    threats: readRows(parts, reading, form).map((row) => ({ ...row, mitigations: row.mitigations ?? [] })),
  }),
  print: ({ threats: rows }) => printRows(rows, form),
};
