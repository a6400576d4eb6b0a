import { startInProcess } from '../in-process.ts';
import type { Provided, ProviderContext } from '../provider.ts';
import { openContractServer } from './contract-server.ts';

/** Answers for a service with the examples of its contract. It is a stand-in and nothing else: no profile binds it. */
export function provideContract({ directory, service }: ProviderContext, contract: string): Provided {
  return {
    kind: 'embedded',
    start: startInProcess((log) => openContractServer({ service, directory, contract, log })),
    addressThrough: ({ host, port }) => `http://${host}:${port}`,
  };
}
