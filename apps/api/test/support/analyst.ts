import type { Analyst } from '../../src/analysis/analyst.ts';
import { findingsOf } from '../../src/analysis/findings.ts';
import { modelOf } from '../../src/analysis/model.ts';

/** Works in the test's own thread, since a thread cannot be started from TypeScript; main.test.ts starts the real one. */
export const analyst: Analyst = {
  findings: async (text) => findingsOf(text),
  model: async (text) => modelOf(text),
  stop: async () => {},
};
