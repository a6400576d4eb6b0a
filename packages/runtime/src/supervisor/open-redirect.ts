import { redirectToTls } from '#gateway/entry/redirect-to-tls';
import { ConfigurationError } from './configuration-error.ts';
import { placeInProfile } from './place-in-profile.ts';
import type { System } from './system.ts';
import type { Teardown } from './teardown.ts';

/** Opens the port that sends plain HTTP on to TLS, where the profile names one. Throws a `ConfigurationError` if it is taken. */
export async function openRedirect({ setup, options }: System, cleanup: Teardown): Promise<void> {
  const { profile } = options;
  const stated = profile.profile.tls?.redirectPort;
  if (stated === undefined) return;
  const redirect = redirectToTls(setup.httpPort);
  await new Promise<void>((resolve, reject) => {
    redirect.server.once('error', reject);
    redirect.server.listen({ host: '127.0.0.1', port: stated.value }, resolve);
  }).catch((error: unknown) => {
    throw new ConfigurationError(
      `tls.redirect_port ${stated.value} is not to be had; stop what uses it, or set another port`,
      placeInProfile(profile, stated),
      { cause: error },
    );
  });
  cleanup.add(() => redirect.close());
}
