import type { Profile, ProfileDraft, ProfileProblem, RuleLevel, ServiceBinding, Stated } from '#model/index';
import { parseYaml, type YamlEntry, type YamlNode } from '#text/yaml';
import { instanceRange } from './instance-range.ts';
import { text as anyText, choice } from './notation.ts';
import {
  entriesOf,
  items,
  type ProfileFile,
  type Readers,
  readEntries,
  report,
  scalar,
  set,
  strings,
  type Writable,
} from './profile-file.ts';
import { readAuth } from './profile-identity.ts';
import { readLimits } from './profile-limits.ts';
import { readStaticAnswers } from './profile-static-answers.ts';
import { readProxies, readTls } from './profile-tls.ts';
import { duration, port } from './quantity.ts';
import { startReading } from './reading.ts';

const profileKeys = [
  'env',
  'http_port',
  'trusted_proxies',
  'tls',
  'frameworks',
  'db',
  'auth',
  'infra',
  'tokens',
  'rules',
  'rule_modules',
  'stand_ins',
  'observe',
  'static_answers',
  'limits',
  'services',
];
const bindingKeys = [
  'command',
  'cwd',
  'url',
  'provider',
  'health',
  'starts_within',
  'idle_timeout',
  'instances',
  'port',
  'edges',
  'env',
];

/** Reads the profile and lays the local override, if any, over it. Never fails: what is wrong is listed. */
export function readProfile(
  file: string,
  text: string,
  local?: { readonly file: string; readonly text: string },
): ProfileDraft {
  const problems: ProfileProblem[] = [];
  const reading = startReading(new Set());
  const own = readFile({ file, text, prefix: 'profile', reading, problems });
  const override = local && readFile({ ...local, prefix: 'profile-local', reading, problems });
  return {
    file,
    text,
    ...(local && { local }),
    profile: override === undefined ? own : merge(own, override),
    problems,
  };
}

function merge(own: Profile, override: Profile): Profile {
  const named = new Set(override.services.map(({ service }) => service.value));
  return {
    ...own,
    ...override,
    frameworks: override.frameworks.length > 0 ? override.frameworks : own.frameworks,
    tokens: { ...own.tokens, ...override.tokens },
    rules: { ...own.rules, ...override.rules },
    ruleModules: [...own.ruleModules, ...override.ruleModules],
    services: [...own.services.filter(({ service }) => !named.has(service.value)), ...override.services],
  };
}

function readFile(source: ProfileFile): Profile {
  const { root, problems } = parseYaml(source.text);
  source.problems.push(...problems.map((problem) => ({ ...problem, file: source.file })));
  const profile: Writable<Profile> = { frameworks: [], tokens: {}, rules: {}, ruleModules: [], services: [] };
  if (root === undefined || (root.kind === 'scalar' && root.value === null)) return profile;
  if (root.kind !== 'map') {
    report(
      source,
      root,
      'the profile is not a map of keys to values',
      'write one `key: value` a line, e.g. `http_port: 8080`',
    );
    return profile;
  }
  readEntries(root.entries, profileReaders(profile, source), { source, keys: profileKeys, place: 'the profile' });
  return profile;
}

function profileReaders(profile: Writable<Profile>, source: ProfileFile): Readers {
  const one = (key: 'env' | 'db' | 'infra') => (value: YamlNode) =>
    set(profile, key, scalar(source, [key], value, anyText));
  return {
    env: one('env'),
    db: one('db'),
    auth: (value) => readAuth(profile, source, value),
    tls: (value) => {
      profile.tls = readTls(source, value);
    },
    infra: one('infra'),
    http_port: (value) => {
      const stated = scalar(source, ['http-port'], value, port);
      if (stated === undefined)
        report(source, value, 'http_port is not a port', 'set a number from 1 to 65535, e.g. `http_port: 8080`');
      set(profile, 'httpPort', stated);
    },
    trusted_proxies: (value) => {
      readProxies(profile, source, value);
    },
    frameworks: (value) => {
      profile.frameworks = items(source, 'frameworks', value);
    },
    tokens: (value) => {
      profile.tokens = strings(source, value, 'tokens');
    },
    rules: (value) => {
      profile.rules = levels(source, value);
    },
    rule_modules: (value) => {
      profile.ruleModules = items(source, 'rule_modules', value);
    },
    stand_ins: (value) => {
      const stated = scalar(source, ['stand-ins'], value, yesOrNo);
      if (stated === undefined) report(source, value, 'stand_ins is neither `true` nor `false`', 'write one of them');
      set(profile, 'standIns', stated);
    },
    observe: (value) => {
      profile.observe = items(source, 'observe', value);
    },
    static_answers: (value) => {
      profile.staticAnswers = readStaticAnswers(source, value);
    },
    limits: (value) => {
      profile.limits = readLimits(source, value);
    },
    services: (value) => {
      profile.services = entriesOf(source, value, 'services').map((entry) => readBinding(entry, source));
    },
  };
}

const yesOrNo = choice<'yes' | 'no'>({ yes: /^(?:true|yes)$/, no: /^(?:false|no)$/ });

const ruleLevel = choice<RuleLevel>({ off: /^off$/, info: /^info$/, warning: /^warning$/, error: /^error$/ });

/** `timeouts-nest: warning` */
function levels(source: ProfileFile, value: YamlNode): Readonly<Record<string, Stated<RuleLevel>>> {
  const stated = entriesOf(source, value, 'rules').flatMap((entry) => {
    const level = scalar(source, ['rules', entry.key], entry.value, ruleLevel);
    if (level !== undefined) return [[entry.key, level] as const];
    report(source, entry.value, `rules.${entry.key} is not a level`, 'write `off`, `info`, `warning` or `error`');
    return [];
  });
  return Object.fromEntries(stated);
}

function readBinding({ key, keySpan, value }: YamlEntry, source: ProfileFile): ServiceBinding {
  const place = ['services', key];
  const service = source.reading.imply([source.prefix, ...place, 'name'], keySpan, key, anyText);
  const binding: Writable<ServiceBinding> = { service, edges: {}, env: {} };
  const one = (name: 'command' | 'cwd' | 'url' | 'provider' | 'health') => (node: YamlNode) =>
    set(binding, name, scalar(source, [...place, name], node, anyText));
  const readers: Readers = {
    command: one('command'),
    cwd: one('cwd'),
    url: one('url'),
    provider: one('provider'),
    health: one('health'),
    starts_within: (node) => {
      const stated = scalar(source, [...place, 'starts-within'], node, duration);
      if (stated === undefined)
        report(source, node, `starts_within of ${key} is not a length of time`, 'write it with its unit, e.g. `30s`');
      set(binding, 'startsWithinMs', stated);
    },
    idle_timeout: (node) => {
      const stated = scalar(source, [...place, 'idle-timeout'], node, duration);
      if (stated === undefined)
        report(source, node, `idle_timeout of ${key} is not a length of time`, 'write it with its unit, e.g. `10m`');
      set(binding, 'idleTimeoutMs', stated);
    },
    instances: (node) => {
      const stated = scalar(source, [...place, 'instances'], node, instanceRange);
      if (stated === undefined)
        report(source, node, `instances of ${key} is no number of instances`, 'write e.g. `2`, or `1–3` for a range');
      set(binding, 'instances', stated);
    },
    port: (node) => {
      const stated = scalar(source, [...place, 'port'], node, port);
      if (stated === undefined)
        report(source, node, `port of ${key} is not a port`, 'set a number from 1 to 65535, e.g. `3000`');
      set(binding, 'port', stated);
    },
    edges: (node) => {
      const stated = entriesOf(source, node, 'edges').flatMap((entry) => {
        const variable = scalar(source, [...place, 'edge', entry.key], entry.value, anyText);
        return variable === undefined ? [] : [[entry.key, variable] as const];
      });
      binding.edges = Object.fromEntries(stated);
    },
    env: (node) => {
      binding.env = strings(source, node, 'env');
    },
  };
  readEntries(entriesOf(source, value, `services.${key}`), readers, {
    source,
    keys: bindingKeys,
    place: `services.${key}`,
  });
  return binding;
}
