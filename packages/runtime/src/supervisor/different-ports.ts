import type { ProfileDraft, Stated } from '@asbuilt/core/model';
import { ConfigurationError } from './configuration-error.ts';
import { placeInProfile } from './place-in-profile.ts';

/** Each port that the profile names is listened on by one alone; found here, and not when the second one wants it. */
export function requireDifferentPorts(profile: ProfileDraft): void {
  const { httpPort, tls, services } = profile.profile;
  const wanted: readonly (readonly [who: string, port: Stated<number> | undefined])[] = [
    ['http_port', httpPort],
    ['tls.redirect_port', tls?.redirectPort],
    ...services.map(({ service, port }) => [`port of ${service.value}`, port] as const),
  ];
  const seen = new Map<number, string>();
  for (const [who, port] of wanted) {
    if (port === undefined) continue;
    const other = seen.get(port.value);
    if (other !== undefined) {
      const sentence = `${who} and ${other} are both ${port.value}; give one of them another port`;
      throw new ConfigurationError(sentence, placeInProfile(profile, port));
    }
    seen.set(port.value, who);
  }
}
