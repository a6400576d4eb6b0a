import type { Milliseconds } from '@asbuilt/core/model';

/** Whether something settles within a time. */
export async function settledWithin(something: Promise<unknown>, ms: Milliseconds): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((settle) => {
    timer = setTimeout(() => settle(false), ms);
  });
  const settled = something.then(
    () => true,
    () => true,
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}
