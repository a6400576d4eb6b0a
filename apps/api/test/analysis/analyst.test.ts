import { expect, test } from 'vitest';
import { openAnalyst } from '../../src/analysis/analyst.ts';

/** A thread that answers with what it was asked and how often before, breaks at one text and hangs at another. */
const thread = new URL(
  `data:text/javascript,${encodeURIComponent(`
  import { parentPort } from 'node:worker_threads';
  let before = 0;
  parentPort.on('message', ({ wanted, text }) => {
    if (text === 'break') throw new Error('broken');
    while (text === 'hang');
    parentPort.postMessage({ wanted, text, before: before++ });
  });
`)}`,
);
const unfinished = expect.objectContaining({ kind: 'check-unfinished', status: 503 });

test('texts asked for at once are answered one after the other by one thread', async () => {
  const analyst = openAnalyst(60_000, thread);
  const answers = await Promise.all([analyst.findings('a'), analyst.model('b'), analyst.findings('c')]);
  expect(answers).toEqual([
    { wanted: 'findings', text: 'a', before: 0 },
    { wanted: 'model', text: 'b', before: 1 },
    { wanted: 'findings', text: 'c', before: 2 },
  ]);
  await analyst.stop();
});

test('a text that breaks the thread is a problem, and the next one gets a new thread', async () => {
  const analyst = openAnalyst(60_000, thread);
  await analyst.findings('a');
  const broken = analyst.findings('break');
  const next = analyst.findings('b');
  await expect(broken).rejects.toEqual(unfinished);
  expect(await next).toMatchObject({ text: 'b', before: 0 });
  await analyst.stop();
});

test('a text that takes too long is a problem, and the next one gets a new thread', async () => {
  const analyst = openAnalyst(4_000, thread);
  const hanging = analyst.findings('hang');
  const next = analyst.findings('b');
  await expect(hanging).rejects.toEqual(unfinished);
  expect(await next).toMatchObject({ text: 'b', before: 0 });
  await analyst.stop();
});
