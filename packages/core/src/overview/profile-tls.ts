import type { Profile, TlsProfile } from '#model/index';
import type { YamlNode } from '#text/yaml';
import { text as anyText } from './notation.ts';
import { entriesOf, items, type ProfileFile, readEntries, report, scalar, set, type Writable } from './profile-file.ts';
import { count, port } from './quantity.ts';

const tlsKeys = ['development', 'cert', 'key', 'redirect_port'];
const help = 'write `tls: development`, or a map with the paths `cert` and `key`';

/** `tls: development`, or where the certificate is. */
export function readTls(source: ProfileFile, value: YamlNode): TlsProfile {
  const tls: Writable<TlsProfile> = {};
  if (value.kind === 'scalar') {
    const stated = scalar(source, ['tls'], value, anyText);
    if (stated !== undefined && stated.value !== 'development') report(source, value, 'tls is no certificate', help);
    else set(tls, 'development', stated);
    return tls;
  }
  const one = (key: 'cert' | 'key') => (node: YamlNode) => set(tls, key, scalar(source, ['tls', key], node, anyText));
  const readers = {
    development: (node: YamlNode) => {
      const stated = scalar(source, ['tls', 'development'], node, anyText);
      if (stated !== undefined && /^(?:yes|true)$/i.test(stated.value)) tls.development = stated;
      else report(source, node, 'tls.development is not `yes`', 'leave it out where there is another certificate');
    },
    cert: one('cert'),
    key: one('key'),
    redirect_port: (node: YamlNode) => {
      const stated = scalar(source, ['tls', 'redirect-port'], node, port);
      if (stated === undefined)
        report(
          source,
          node,
          'tls.redirect_port is not a port',
          'set a number from 1 to 65535, e.g. `redirect_port: 8080`',
        );
      set(tls, 'redirectPort', stated);
    },
  };
  readEntries(entriesOf(source, value, 'tls'), readers, { source, keys: tlsKeys, place: 'tls' });
  const isWhole = tls.development === undefined ? tls.cert && tls.key : !tls.cert && !tls.key;
  if (!isWhole) report(source, value, 'tls does not say which certificate to use', help);
  return tls;
}

/** `trusted_proxies: 1`, or their addresses. */
export function readProxies(profile: Writable<Profile>, source: ProfileFile, value: YamlNode): void {
  const isNumber = value.kind === 'scalar' && (value.value === null || typeof value.value === 'number');
  if (isNumber) {
    set(profile, 'trustedProxies', scalar(source, ['trusted-proxies'], value, count()));
    return;
  }
  const addresses = items(source, 'trusted-proxies', value);
  if (addresses.length > 0 && addresses.every((stated) => isNetwork(stated.value))) {
    profile.proxyAddresses = addresses;
    return;
  }
  const remedy = 'say how many there are, e.g. `trusted_proxies: 1`, or where, e.g. `trusted_proxies: [10.0.0.0/8]`';
  report(source, value, 'trusted_proxies is neither a number nor addresses', remedy);
}

const v4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$|\/)|(?=\/|$))){4}(?:\/(?:3[0-2]|[12]?\d))?$/;
const v6 = /^(?=[\da-f:.]*:[\da-f:.]*:)[\da-f:.]{2,45}(?:\/(?:12[0-8]|1[01]\d|\d?\d))?$/i;

function isNetwork(said: string): boolean {
  return v4.test(said) || v6.test(said);
}
