import type { Overview } from '#client/api';

/** An overview as the API gives it. */
export function overviewOf(changed: Partial<Overview> = {}): Overview {
  return {
    id: '01998f2e-6c1a-7b3e-9d52-4f0a6b1c2d3e',
    name: 'Shop',
    text: 'one\n',
    status: 'draft',
    version: 1,
    errors: 0,
    warnings: 0,
    createdAt: '2026-01-15T09:30:00.000Z',
    updatedAt: '2026-01-15T09:30:00.000Z',
    ...changed,
  };
}
