import type { Failure, Model } from '#model/index';

/** Whom a row of the failure table is about, by the name that it has everywhere. */
export function failingName(model: Model, failure: Failure): string | undefined {
  return failure.service && (model.resolve(failure.service.value)?.name ?? failure.service.value);
}
