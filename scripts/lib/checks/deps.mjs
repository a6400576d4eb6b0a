import { cruiseHouse } from '../cruise.mjs';

/** @type {import('./check.mjs').Check} */
export const deps = {
  name: 'deps',
  holds: 'Imports go the ways that .dependency-cruiser.mjs allows, and never in a circle.',
  run: async () => {
    const { violations } = await cruiseHouse();
    return { ok: violations.length === 0, output: violations.map(told).join('\n') };
  },
};

/** @param {import('../cruise.mjs').Violation} violation */
function told({ rule, why, from, to, cycle }) {
  const path = cycle === undefined ? `${from} → ${to}` : [from, ...cycle].join(' → ');
  return `${rule}: ${path}\n    ${why}`;
}
