import { parentPort } from 'node:worker_threads';
import type { Question } from './analyst.ts';
import { findingsOf } from './findings.ts';
import { modelOf } from './model.ts';

parentPort?.on('message', ({ wanted, text }: Question) => {
  parentPort?.postMessage(wanted === 'findings' ? findingsOf(text) : modelOf(text), []);
});
