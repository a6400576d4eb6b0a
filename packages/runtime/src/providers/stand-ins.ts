import type { StandIn } from '@asbuilt/core/derive';
import { oidc } from './auth/oidc.ts';
import { provideContract } from './contract/contract.ts';
import { postgres } from './database/postgres.ts';
import { smtp } from './email/smtp.ts';
import type { Provided, ProviderContext } from './provider.ts';
import { s3 } from './storage/s3.ts';

/** What answers in the place of a service that is not bound. */
export function provideStandIn(standIn: StandIn, context: ProviderContext): Provided {
  switch (standIn.kind) {
    case 'postgres':
      return postgres.provide(context);
    case 'smtp':
      return smtp.provide(context);
    case 's3':
      return s3.provide(context);
    case 'oidc':
      return oidc.provide(context);
    case 'contract':
      return provideContract(context, standIn.contract);
  }
}

/** What it is, as the end of a sentence. */
export function describeStandIn(standIn: StandIn): string {
  switch (standIn.kind) {
    case 'postgres':
      return 'an embedded PostgreSQL';
    case 'smtp':
      return 'a mail server that keeps every mail and delivers none';
    case 's3':
      return 'an S3-compatible store on disk';
    case 'oidc':
      return `an OpenID Connect issuer where one signs in as ${new Intl.ListFormat('en', { type: 'disjunction' }).format(standIn.roles)}`;
    case 'contract':
      return `with the examples of ${standIn.contract}`;
  }
}
