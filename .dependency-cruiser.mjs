// Which way imports go. Each rule has a name and the sentence that whoever breaks it gets to read.
// ARCHITECTURE.md draws the same picture; `npm run deps` holds the code to it.

const core = '^packages/core/src/';

/** @typedef {import('dependency-cruiser').IRegularForbiddenRuleType & { name: string, comment: string }} Rule */

/**
 * A folder of core and the other folders of core that it may import.
 *
 * @param {string} folder
 * @param {readonly string[]} allowed folders or single files, relative to core's sources, as patterns
 * @param {string} why
 * @returns {Rule}
 */
function coreFolder(folder, allowed, why) {
  const own = [`${folder}/`, ...allowed].join('|');
  return {
    name: `core-${folder}-imports-${allowed.length === 0 ? 'nothing' : 'only-what-it-stands-on'}`,
    comment: why,
    severity: 'error',
    from: { path: `${core}${folder}/` },
    to: { path: `${core}(?!${own})` },
  };
}

/**
 * @param {string} name
 * @param {string} comment
 * @param {Rule['from']} from
 * @param {Rule['to']} to
 * @returns {Rule}
 */
function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

const pipeline = [
  coreFolder('model', [], 'The model is what all else agrees on: it knows nobody, so that everybody may know it.'),
  coreFolder(
    'text',
    ['model/'],
    'Text turns Markdown into a tree with places; it knows spans, and nothing of what an overview says.',
  ),
  coreFolder(
    'overview',
    ['text/', 'model/'],
    'The reader turns text into the model; what is made of the model comes later and is not known here.',
  ),
  coreFolder(
    'format',
    ['overview/', 'text/', 'model/'],
    'Formatting writes anew what the reader understands, and knows no use of it: what a document states must not depend on its looks.',
  ),
  coreFolder(
    'derive',
    ['model/'],
    'Derivations are numbers computed from the model alone, so that every later stage may share them.',
  ),
  coreFolder(
    'mechanisms',
    ['model/'],
    'Mechanisms are state machines that take the time as an argument: they know policies, not who drives them.',
  ),
  coreFolder(
    'check',
    ['model/', 'derive/', 'text/(inline-code|lettered|lines|nearest|pages|width)\\.ts$'],
    'A rule judges the model and what is derived from it. Of text it may use the helpers that know no document: inline code, lettered, lines, nearest, pages and width.',
  ),
  coreFolder(
    'artifacts',
    ['model/', 'derive/', 'text/(lines|nearest|width)\\.ts$'],
    'An artifact is derived from the model; check, artifacts, simulate and guard never know each other, so that each can be left out.',
  ),
  coreFolder(
    'simulate',
    ['model/', 'derive/', 'mechanisms/'],
    'The forecast drives the same mechanisms as the gateway, by a clock of its own; it knows no other use of the model.',
  ),
  coreFolder(
    'diff',
    ['model/', 'derive/'],
    'Two versions are compared by what they state and what follows from it. What checking finds in them is handed in, so that a diff needs no rules.',
  ),
  coreFolder(
    'ledger',
    ['model/'],
    'The form of the ledger is shared by who writes it and who judges by it: it knows neither files nor objectives.',
  ),
  coreFolder('guard', ['model/', 'derive/'], 'Guard judges a change against the model and knows no other use of it.'),
];

const purity = [
  forbid(
    'core-imports-no-node',
    'Core runs in the browser as well as in Node.js: no clock, no chance, no files. Take what you need as an argument.',
    { path: core },
    { dependencyTypes: ['core'] },
  ),
  forbid(
    'files-have-their-places',
    'Only the folders listed in this rule touch the file system, so that one knows where to look. Take the text, or a function that reads it, as an argument.',
    {
      path: '^(packages|apps)/[^/]+/(src|app|editor|diagram|live|client|ui)/',
      pathNot: [
        '^packages/asbuilt/src/files/',
        '^packages/runtime/src/(ledger|providers|supervisor)/',
        '^apps/api/src/db/',
      ],
    },
    { path: '^(node:)?fs(/promises)?$' },
  ),
];

const workspaces = [
  forbid(
    'core-stands-alone',
    'Core is the ground: it imports no other workspace.',
    { path: core },
    { path: '^(packages/(?!core/)|apps/)' },
  ),
  forbid(
    'runtime-imports-core-only',
    'The runtime runs any system, also without the command line, the team service or the Studio.',
    { path: '^packages/runtime/src/' },
    { path: '^(packages/(?!core/|runtime/)|apps/)' },
  ),
  forbid(
    'asbuilt-imports-no-application',
    'The command line is installed without the team service and the Studio.',
    { path: '^packages/asbuilt/src/' },
    { path: '^apps/' },
  ),
  forbid(
    'api-imports-core-and-runtime-only',
    'The team service is an application like any other: it is run by the command line and never knows it.',
    { path: '^apps/api/src/' },
    { path: '^(packages/(?!core/|runtime/)|apps/(?!api/))' },
  ),
  forbid(
    'studio-imports-core-and-its-client-only',
    'The Studio runs in a browser: it takes core, and knows the team service only by the client generated from its contract.',
    { path: '^apps/studio/(?!test/)' },
    { path: '^(packages/(?!core/)|apps/(?!studio/))' },
  ),
  forbid(
    'prove-knows-the-network-only',
    'What proves a system must be able to prove one that nobody here wrote, so it never imports what runs ours.',
    { path: '^packages/asbuilt/src/prove/' },
    { path: '^packages/runtime/' },
  ),
  forbid(
    'checking-stands-on-files',
    'Checking documents is what the command line, the editor and threads share: it stands on core and files, and knows nobody that asks for it.',
    { path: '^packages/asbuilt/src/check/' },
    { path: '^packages/asbuilt/src/(?!check/|files/|cli/command\\.ts$)' },
  ),
  forbid(
    'nobody-imports-cli',
    'Commands are the top: they load others and are loaded by the entry alone. Only the contract of a command, cli/command.ts, may be known below.',
    { path: '^packages/asbuilt/src/(?!cli/|asbuilt\\.ts$)' },
    { path: '^packages/asbuilt/src/cli/(?!command\\.ts$)' },
  ),
  forbid(
    'runtime-is-loaded-when-needed',
    'The runtime is an optional package: import its types, and load it with import() where a command first needs it.',
    { path: '^packages/asbuilt/src/' },
    { path: '^packages/runtime/', dependencyTypesNot: ['type-only'], dynamic: false },
  ),
];

const manners = [
  forbid(
    'no-cycles',
    'Two files that import each other are one file that does not say so. Move what both need below both.',
    {},
    { circular: true },
  ),
  forbid(
    'folders-are-crossed-by-name',
    'Import across folders as #folder/file and inside a folder as ./file.ts, so that a crossing shows on the line itself.',
    { path: '^(packages|apps)/([^/]+)/src/([^/]+)/' },
    { path: '^$1/$2/src/', pathNot: '^$1/$2/src/$3/', dependencyTypesNot: ['aliased-subpath-import'] },
  ),
  forbid(
    'no-index-inside',
    'An index.ts is the door for other workspaces. Inside, import the file that has what you need, so that nothing else is loaded; the model is the exception.',
    { path: '^(packages|apps)/([^/]+)/src/' },
    { path: '^$1/$2/src/.*index\\.ts$', pathNot: '^packages/core/src/model/index\\.ts$' },
  ),
  forbid(
    'no-development-packages-at-run-time',
    'What runs for users may only import what is installed for users: move the package to dependencies. (The command line is bundled, so it brings what it imports.)',
    { path: '^(packages/core|apps/api)/src/' },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  ),
  forbid(
    'the-runtime-brings-few-packages',
    'Its bundle has inside what every system needs and is no dependency (scripts/compile-runtime.mjs). What only some systems need belongs to dependencies; what every system needs, into this rule.',
    { path: '^packages/runtime/src/' },
    {
      dependencyTypes: ['npm-dev'],
      dependencyTypesNot: ['type-only'],
      pathNot: 'node_modules/(http-cache-semantics|lru-cache|pino|prom-client)/',
    },
  ),
  forbid(
    'nothing-imports-tests',
    'Tests know the code, and the code never knows its tests.',
    { pathNot: '(^|/)(test|bench)/' },
    { path: '(^|/)test/' },
  ),
  forbid(
    'sources-not-builds',
    'Import a workspace by its package name: that gives its sources here and its build for users.',
    { path: '^(packages|apps)/[^/]+/(src|test)/' },
    { path: '^(packages|apps)/[^/]+/dist/' },
  ),
  forbid(
    'imports-resolve',
    'This import leads nowhere: mend the path, or install the package.',
    {},
    { couldNotResolve: true },
  ),
  forbid(
    'packages-are-declared',
    'Declare the package in the package.json of the workspace that imports it. (Tests may use the tools that the root declares.)',
    { path: '^(packages/[^/]+/src|apps/api/src|apps/studio)/', pathNot: '^apps/studio/test/' },
    { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'undetermined'], pathNot: '^packages/' },
  ),
];

/** @satisfies {import('dependency-cruiser').IConfiguration} */
const configuration = {
  forbidden: [...pipeline, ...purity, ...workspaces, ...manners],
  options: {
    doNotFollow: { path: '(^|/)(node_modules|dist)/' },
    exclude: { path: '(^|/)(\\.next|coverage)/|(^|/)next-env\\.d\\.ts$' },
    // Type imports count: a stage that names the types of a later one knows it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['@asbuilt/source', 'types', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};

export default configuration;
