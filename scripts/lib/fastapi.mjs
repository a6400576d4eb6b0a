import { collect } from './children.mjs';
import { answers, provideFromDebian } from './debian.mjs';
import { say } from './step.mjs';

const variable = 'FASTAPI_PYTHON';
const wanted = ['python3-fastapi', 'python3-uvicorn', 'python3-asyncpg', 'python3-redis'];

/** Debian's Python, its packages, and the libraries that it needs besides those that every system has. */
const belongs = /^(?:lib)?python3|^lib(?:expat|ffi|ssl|uuid)\d|^zlib1g$/;

/**
 * Finds a Python that has what the example's API imports; its test finds it under `FASTAPI_PYTHON`. The one of this machine
 * will do where somebody has installed it all.
 */
export async function provideFastapi() {
  if (process.env[variable] !== undefined) return;
  if (await answers('python3', '-cimport asyncpg, fastapi, redis.asyncio, uvicorn')) {
    process.env[variable] = 'python3';
    return;
  }
  const packages = await packagesToUnpack();
  const interpreter = packages.map((name) => /^(python3\.\d+)-minimal$/.exec(name)?.[1]).find(Boolean);
  if (interpreter === undefined) {
    say(`There is no FastAPI: apt-cache knows no ${wanted[0]} here. Set ${variable} to a Python that has it.`);
    return;
  }
  await provideFromDebian({
    name: 'python-with-fastapi',
    variable,
    packages,
    file: `usr/bin/${interpreter}`,
    asksVersion: '--version',
  });
}

/** The wanted ones with all that they need, by the lists of packages, which are fetched where there are none. */
async function packagesToUnpack() {
  const known = await closure();
  if (known.length > 0) return known;
  await collect('apt-get', ['update']);
  return closure();
}

async function closure() {
  const kinds = ['recommends', 'suggests', 'conflicts', 'breaks', 'replaces', 'enhances'].map((kind) => `--no-${kind}`);
  const { code, output } = await collect('apt-cache', ['depends', '--recurse', ...kinds, ...wanted]);
  if (code !== 0) return [];
  return [...new Set(output.split('\n').filter((line) => belongs.test(line)))];
}
