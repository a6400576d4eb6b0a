import { basename, dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { overviewsBeside } from '#files/editor-disk';
import { profileTexts } from '#files/profile-texts';
import { type Analysis, analyse, pathOf, type Reading } from './analysis.ts';

/** Whether an overview's profile, or the local one over it, is the document at a URI. */
export function uses({ project }: Analysis, uri: string): boolean {
  const path = pathOf(uri);
  if (project === undefined || path === undefined) return false;
  const file = relative(project.directory, path);
  return profileTexts(project).has(file);
}

/**
 * The overviews beside a profile that use it, as they lie on disk. A profile that no overview uses is read beside an empty
 * one, so that what is wrong with the profile itself is found all the same.
 */
export async function overviewsOf(uri: string, reading: Reading): Promise<readonly Analysis[]> {
  const path = pathOf(uri);
  if (path === undefined) return [];
  const beside = await Promise.all((await overviewsBeside(path)).map((overview) => analyseFile(overview, reading)));
  const using = beside.filter((analysis) => uses(analysis, uri));
  return using.length > 0 ? using : [await analyseAlone(path, reading)];
}

async function analyseFile(path: string, reading: Reading): Promise<Analysis> {
  const text = await reading.disk.text(path, basename(path));
  return analyse({ uri: pathToFileURL(path).href, version: 0, text }, reading);
}

function analyseAlone(profile: string, reading: Reading): Promise<Analysis> {
  const text = `- Project profile: \`${basename(profile).replace('.local.', '.')}\`\n`;
  const uri = pathToFileURL(join(dirname(profile), 'overview.md')).href;
  return analyse({ uri, version: 0, text: `# Overview\n\n## Context Capsule\n\n${text}` }, reading);
}
