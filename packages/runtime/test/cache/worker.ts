import { openCache } from '../../src/cache/open-cache.ts';

/** A process that wants one value 1,000 times at once when it is told to, and says how often it fetched. */
let fetched = 0;
let problems = 0;
const cache = await openCache({
  ttlMs: 60_000,
  prefix: process.argv[2] ?? 'test',
  onProblem: () => {
    problems += 1;
  },
});

const fetch = async (): Promise<string> => {
  fetched += 1;
  await new Promise((resolve) => setTimeout(resolve, 1000));
  return `from ${process.pid}`;
};
process.on('message', (key: string) => {
  Promise.all(Array.from({ length: 1000 }, () => cache.getOrSet(key, fetch))).then(
    (values) => process.send?.({ fetched, values: new Set(values).size, value: values[0], problems }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.('ready');
