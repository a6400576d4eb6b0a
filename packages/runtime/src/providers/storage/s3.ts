import { join } from 'node:path';
import { startInProcess } from '../in-process.ts';
import { externalServer, type Provided, type Provider, type ProviderContext } from '../provider.ts';
import { accessKey } from './access-key.ts';
import { openS3Server } from './s3-server.ts';
import type { AccessKey } from './signature.ts';

/** An S3-compatible store: the one that `S3_ENDPOINT` names, else one of our own on disk. */
export const s3: Provider = {
  name: 's3',
  kind: 'storage',
  protocol: 'http',
  variables: ['S3_ENDPOINT'],
  provide: (context) => {
    const url = context.env['S3_ENDPOINT'];
    if (url === undefined || url === '') return embedded(context);
    return externalServer(url, { variable: 'S3_ENDPOINT', form: 'http://host:9000', protocols: ['http:'] });
  },
};

function embedded({ folder }: ProviderContext): Provided {
  let key: AccessKey | undefined;
  return {
    kind: 'embedded',
    start: startInProcess(async (log) => {
      key = await accessKey(join(folder, 's3.secret'));
      return openS3Server({ folder: join(folder, 's3'), key, log });
    }),
    addressThrough: ({ host, port }) => `http://${host}:${port}`,
    // As the AWS SDKs and their kin read it.
    variablesFor: ({ host, port }) => ({
      AWS_ENDPOINT_URL_S3: `http://${host}:${port}`,
      AWS_REGION: 'us-east-1',
      ...(key && { AWS_ACCESS_KEY_ID: key.id, AWS_SECRET_ACCESS_KEY: key.secret }),
    }),
    secrets: () => (key === undefined ? [] : [key.secret]),
  };
}
