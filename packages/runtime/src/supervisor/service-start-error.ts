import { messageOf } from '#values/message-of';
import { type Place, written } from './configuration-error.ts';

/** A service did not come up, and with it the system: where the profile says how it is started, why it was not, and what to do. */
export class ServiceStartError extends Error {
  override readonly name = 'ServiceStartError';
  readonly service: string;

  constructor(service: string, cause: unknown, place?: Place) {
    super(`${place === undefined ? '' : `${written(place)}: `}${service} could not be started: ${messageOf(cause)}`, {
      cause,
    });
    this.service = service;
  }
}
