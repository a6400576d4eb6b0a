/**
 * @typedef {object} LockedPackage
 * @property {string} [version]
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {boolean} [devOptional]
 * @property {readonly string[]} [os]
 * @property {readonly string[]} [cpu]
 * @property {readonly string[]} [libc]
 * @property {Readonly<Record<string, string>>} [optionalDependencies]
 *
 * @typedef {Readonly<Record<string, LockedPackage>>} LockedPackages by path, `node_modules/name`; the workspaces by theirs
 * @typedef {{ readonly lockfileVersion: number, readonly packages: LockedPackages }} Lock
 */

/**
 * What keeps a lock from serving everybody: optional packages that it leaves out, and addresses of one registry.
 *
 * npm leaves the packages of other platforms out of the lock when its registry does not have them, and `npm ci`
 * then refuses the lock as out of step with package.json (https://github.com/npm/cli/issues/9846).
 *
 * @param {Lock} lock
 * @returns {string[]} one sentence each
 */
export function lockProblems(lock) {
  const missing = missingOptionals(lock.packages).map(
    ({ path, version }) => `${path} (${version}) is an optional dependency that the lock leaves out.`,
  );
  const addressed = Object.entries(lock.packages)
    .filter(([, locked]) => locked.link !== true && locked.resolved !== undefined)
    .map(([path, { resolved }]) => `${path} is bound to the address ${resolved}.`);
  return [...missing, ...addressed];
}

/**
 * The same lock with a stub for every optional dependency that it left out: version and platform, so that npm
 * skips it here and finds it where it belongs. A stub has no checksum, since the package could not be seen.
 *
 * @template {Lock} L
 * @param {L} lock
 * @returns {L}
 */
export function completeLock(lock) {
  let packages = lock.packages;
  // A stub is a leaf, so one round is enough: it brings no dependencies of its own.
  for (const { path, name, version, wanting } of missingOptionals(packages)) {
    const facts = Object.entries({ ...inherited(wanting), optional: true, ...platformOf(name) });
    packages = { ...packages, [path]: { version, ...Object.fromEntries(byName(facts)) } };
  }
  return { ...lock, packages: Object.fromEntries(byName(Object.entries(packages))) };
}

/**
 * In npm's order, so that npm's next write changes nothing.
 *
 * @template T
 * @param {readonly [string, T][]} entries
 * @returns {[string, T][]}
 */
function byName(entries) {
  return entries.toSorted(([a], [b]) => a.localeCompare(b, 'en'));
}

/**
 * @param {LockedPackages} packages
 * @returns {{ path: string, name: string, version: string, wanting: LockedPackage }[]} each path once
 */
function missingOptionals(packages) {
  /** @type {Map<string, { path: string, name: string, version: string, wanting: LockedPackage }>} */
  const missing = new Map();
  for (const [from, wanting] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(wanting.optionalDependencies ?? {})) {
      if (resolveFrom(packages, from, name) !== undefined) continue;
      const version = lowestOf(name, range);
      const top = `node_modules/${name}`;
      const taken = missing.get(top);
      // Two packages may want two versions: the second then stands below the one that wants it.
      const path = taken === undefined || taken.version === version ? top : `${from}/node_modules/${name}`;
      missing.set(path, { path, name, version, wanting });
    }
  }
  return [...missing.values()];
}

/**
 * Where Node.js would find `name` when `from` asks for it.
 *
 * @param {LockedPackages} packages
 * @param {string} from
 * @param {string} name
 * @returns {string | undefined}
 */
function resolveFrom(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('/node_modules/'), 0))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (folder === '') return undefined;
  }
}

/**
 * @param {string} name
 * @param {string} range an exact version, or one with `^`, `~` or `=` before it
 */
function lowestOf(name, range) {
  const version = /^[\^~=]?(\d+\.\d+\.\d+(?:-[\w.-]+)?)$/.exec(range)?.[1];
  if (version === undefined)
    throw new Error(`package-lock.json: cannot tell which version of ${name} "${range}" means.`);
  return version;
}

/**
 * @param {LockedPackage} wanting
 * @returns {Pick<LockedPackage, 'dev' | 'devOptional'>}
 */
function inherited({ dev, devOptional }) {
  return { ...(dev === true && { dev }), ...(devOptional === true && { devOptional }) };
}

/** What the names of platform packages say, longest first where one is part of another. */
const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'netbsd',
  'openbsd',
  'openharmony',
  'sunos',
  'win32',
  'windows',
];
const processors = [
  'arm64',
  'arm',
  'armv7',
  'ia32',
  'loong64',
  'mips64el',
  'ppc64',
  'ppc64le',
  'riscv64',
  's390x',
  'wasm32',
  'x64',
];

/**
 * The platform that a package is for, told from its name: `@next/swc-linux-arm64-musl`.
 *
 * @param {string} name
 * @returns {Pick<LockedPackage, 'os' | 'cpu' | 'libc'>}
 */
export function platformOf(name) {
  if (name === 'fsevents') return { os: ['darwin'] };
  const parts = (name.split('/').at(-1) ?? name).replace('linuxmusl', 'linux-musl').split(/[-_.]/);
  const system = parts.find((part) => systems.includes(part));
  const processor = parts.find((part) => processors.includes(part));
  if (system === undefined && processor === undefined) {
    throw new Error(`package-lock.json: cannot tell for which platform ${name} is; add it to scripts/lib/lock.mjs.`);
  }
  const musl = parts.some((part) => part.startsWith('musl'));
  const gnu = parts.some((part) => part.startsWith('gnu'));
  return {
    ...(system !== undefined && { os: [system === 'windows' ? 'win32' : system] }),
    ...(processor !== undefined && { cpu: [processor === 'armv7' ? 'arm' : processor] }),
    ...((musl || gnu) && { libc: [musl ? 'musl' : 'glibc'] }),
  };
}
