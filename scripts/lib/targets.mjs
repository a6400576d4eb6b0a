import { join } from 'node:path';

/**
 * Something that is built.
 *
 * @typedef {object} Target
 * @property {string} title
 * @property {readonly string[]} sources what it is built from, beside its needs
 * @property {readonly TargetName[]} needs built before it; it is built anew when one of them changes
 * @property {string} result a file that exists once it is built
 * @property {readonly string[]} command what builds it, run by Node.js
 * @property {string} [folder] where the command runs, when not at the root
 * @property {string} [emits] a folder that holds nothing but what the command lists: the rest is stale and goes
 *
 * @typedef {'core' | 'runtime' | 'api' | 'cli' | 'studio' | 'example'} TargetName
 */

const tsc = join('node_modules', 'typescript', 'bin', 'tsc');

/**
 * A workspace that TypeScript alone builds.
 *
 * @param {string} title
 * @param {string} folder
 * @param {string} entry
 * @param {readonly TargetName[]} needs
 * @returns {Target}
 */
function compiled(title, folder, entry, needs) {
  return {
    title,
    sources: compiledFrom(folder),
    needs,
    result: `${folder}/dist/${entry}`,
    command: [tsc, '-p', folder, '--noEmitOnError', '--listEmittedFiles'],
    emits: `${folder}/dist`,
  };
}

/**
 * @param {string} folder
 * @returns {readonly string[]}
 */
function compiledFrom(folder) {
  return [`${folder}/src`, `${folder}/package.json`, `${folder}/tsconfig.json`, 'tsconfig.base.json'];
}

/** @type {Readonly<Record<TargetName, Target>>} */
export const targets = {
  core: compiled('Compiling core', 'packages/core', 'overview/index.js', []),
  runtime: {
    ...compiled('Compiling and bundling the runtime', 'packages/runtime', 'bundle/index.js', ['core']),
    sources: [...compiledFrom('packages/runtime'), 'packages/core/src', 'scripts/compile-runtime.mjs'],
    command: [join('scripts', 'compile-runtime.mjs')],
  },
  api: compiled('Compiling the team service', 'apps/api', 'main.js', ['runtime']),
  cli: {
    title: 'Bundling the command line',
    sources: [
      'packages/asbuilt/src',
      'packages/asbuilt/package.json',
      'packages/core/src',
      'docs/rules',
      'scripts/bundle.mjs',
      'scripts/keep-compiled.mjs',
      'scripts/lib/metafile.mjs',
    ],
    needs: [],
    result: 'packages/asbuilt/dist/asbuilt.js',
    command: [join('scripts', 'bundle.mjs')],
  },
  studio: {
    title: 'Building the Studio with Next.js (about half a minute)',
    sources: ['apps/studio', 'tsconfig.base.json'],
    needs: ['core'],
    result: 'apps/studio/.next/BUILD_ID',
    command: [join('..', '..', 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    folder: 'apps/studio',
  },
  example: {
    title: 'Building the page of the example with Next.js (about half a minute)',
    sources: ['examples/next-fastapi/frontend', 'tsconfig.base.json'],
    needs: [],
    result: 'examples/next-fastapi/frontend/.next/BUILD_ID',
    command: [join('..', '..', '..', 'node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    folder: 'examples/next-fastapi/frontend',
  },
};

/** @type {readonly TargetName[]} */
export const everyTarget = ['core', 'studio', 'runtime', 'api', 'cli'];
