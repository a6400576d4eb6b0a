import { join } from 'node:path';
import { startInProcess } from '../in-process.ts';
import { externalServer, type Provider } from '../provider.ts';
import { openSmtpSink } from './smtp-sink.ts';

/** A mail server: the one that `SMTP_URL` names, else one that keeps every mail and delivers none. */
export const smtp: Provider = {
  name: 'smtp',
  kind: 'email',
  protocol: 'tcp',
  variables: ['SMTP_URL'],
  provide: ({ env, folder }) => {
    const url = env['SMTP_URL'];
    if (url !== undefined && url !== '')
      return externalServer(url, { variable: 'SMTP_URL', form: 'smtp://user:password@host:587', protocols: ['smtp:'] });
    return {
      kind: 'embedded',
      start: startInProcess((log) => openSmtpSink({ folder: join(folder, 'mails'), log })),
      addressThrough: ({ host, port }) => `smtp://${host}:${port}`,
    };
  },
};
