import { known, type Model, type ProfileDraft, profileFileOf } from '#model/index';
import { saysNone } from '../none.ts';
import type { Report, Rule } from '../rule.ts';
import { quoted } from '../say.ts';

/** Section 10 against section 4 and the profile: what is said of traffic, and how it really goes. */
export const transportIsEncrypted: Rule = {
  name: 'transport-is-encrypted',
  sentence: 'Traffic that leaves the machine is encrypted, with a protocol that still counts as encryption',
  severity: 'warning',
  holds: ['security/data-protection/in-transit', 'services/*/protocol', 'services/*/interface'],
  check({ model, profile }, report) {
    const stated = model.overview.security.dataProtection.inTransit;
    const words = known(stated);
    if (stated === undefined || words === undefined) return;
    if (isClear(words)) {
      if (staysInside(words)) return;
      report({
        message: `Traffic is said to go in clear text (${quoted(words)}): whoever is on the way reads and changes it`,
        span: stated.span,
        help: 'Encrypt it (TLS 1.2 or 1.3), or say why it never leaves the machine.',
      });
      return;
    }
    checkVersion(stated.value, stated.span, report);
    checkServices(model, report);
    if (profile !== undefined) checkProfile(profile, report);
  },
};

function isClear(words: string): boolean {
  return (
    saysNone(words) ||
    /^(?:no (?:encryption|tls)\b|plain(?:[- ]?text)?|clear[- ]?text|unencrypted|http(?:\/1\.1)?(?!s)\b(?!.*\btls\b))/i.test(
      words,
    )
  );
}

function staysInside(words: string): boolean {
  return /\b(?:loopback|localhost|127\.0\.0\.1|same (?:machine|host)|one machine|unix sockets?|wireguard|vpn|ipsec|tunnel)\b/i.test(
    words,
  );
}

/** RFC 8996 takes TLS 1.0 and 1.1 out of use; RFC 7568 did so with SSL 3. */
function checkVersion(words: string, span: Parameters<Report>[0]['span'], report: Report): void {
  const [said] = /\b(?:TLS\s?v?1\.[01]\b|SSL\s?v?[23](?:\.0)?\b)/i.exec(words) ?? [];
  if (said === undefined || /\b(?:not?|without|disabled?|off)\b/i.test(words)) return;
  report({
    message: `${said} counts as no encryption any more: RFC 8996 forbids it, and browsers refuse it`,
    span,
    help: 'Write TLS 1.3, or TLS 1.2 where a client needs it.',
  });
}

const clearProtocols = /(?<![\w-])(?:FTP|Telnet|TFTP|rsh|ws:\/\/|http:\/\/(?!localhost|127\.0\.0\.1|\[::1\]))/i;

function checkServices({ overview }: Model, report: Report): void {
  for (const { name, protocol, interface: contract } of overview.services) {
    for (const stated of [protocol, contract]) {
      const [clear] = clearProtocols.exec(known(stated) ?? '') ?? [];
      if (stated === undefined || clear === undefined) continue;
      report({
        message: `${quoted(name.value)} speaks ${clear}, which is clear text, but traffic is said to be encrypted`,
        span: stated.span,
        notes: inTransitNote(overview),
        help: `Use what encrypts it (${encrypted(clear)}), or say in section 10 that this traffic is not.`,
      });
    }
  }
}

function encrypted(clear: string): string {
  if (clear.includes('://')) return clear.toLowerCase().replace('://', 's://');
  return /ftp/i.test(clear) ? 'SFTP' : 'SSH';
}

function inTransitNote({ security }: Model['overview']): { message: string; span: Parameters<Report>[0]['span'] }[] {
  const { inTransit } = security.dataProtection;
  return inTransit === undefined ? [] : [{ message: 'Traffic is said to be encrypted here', span: inTransit.span }];
}

const clearAddress = /^(\w+):\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^/:?#]+)/i;
const atPostgres = 'Add sslmode=verify-full to the address.';

/** What to do about an address that says nothing of encryption, by its scheme. */
const remedies: Readonly<Record<string, string>> = {
  http: 'Write an address that begins with https://.',
  redis: 'Write an address that begins with rediss://.',
  postgres: atPostgres,
  postgresql: atPostgres,
};

/** As PostgreSQL's clients write it: less than that goes on in clear where the server, or somebody on the way, declines. */
function insistsOnEncryption(url: string): boolean {
  return /[?&](?:sslmode=(?:require|verify-ca|verify-full|no-verify)|sslnegotiation=direct|ssl=(?:true|1))(?:&|$)/.test(
    url,
  );
}

/** An address elsewhere that the profile sends traffic to. */
function checkProfile(profile: ProfileDraft, report: Report): void {
  for (const { service, url } of profile.profile.services) {
    const [, scheme = '', host] = clearAddress.exec(url?.value ?? '') ?? [];
    if (url === undefined || host === undefined || isHere(host)) continue;
    const help = remedies[scheme.toLowerCase()];
    if (help === undefined || insistsOnEncryption(url.value)) continue;
    report({
      message: `Traffic to ${quoted(service.value)} ${help === atPostgres ? 'may go' : 'goes'} to ${quoted(host)} in clear text, but the document says that it is encrypted`,
      span: url.span,
      file: profileFileOf(profile, url),
      help,
    });
  }
}

function isHere(host: string): boolean {
  return /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(host);
}
