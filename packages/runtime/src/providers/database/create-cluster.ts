import { execFile } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ClusterPlace } from './cluster-place.ts';
import { clusterTemplate } from './cluster-template.ts';
import { type ClusterOwner, initCluster, type NewCluster } from './init-cluster.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { inSingleUserMode } from './single-user.ts';

/**
 * Makes an empty cluster, of a template where there is one. It is made beside its place and moved there at the end, so that
 * one that was broken off is never taken for a whole one.
 */
export async function createCluster(
  binaries: PostgresBinaries,
  place: ClusterPlace,
  owner: ClusterOwner,
): Promise<void> {
  const user = place.user && { user: place.user };
  const draft = { data: `${place.data}.new`, ...user };
  await rm(draft.data, { recursive: true, force: true });
  try {
    const template = await clusterTemplate(binaries, { name: owner.user, ...user });
    if (template === undefined) await initCluster(binaries, draft, owner);
    else await copyCluster(binaries, template, { draft, owner });
    await rename(draft.data, place.data);
  } finally {
    await rm(draft.data, { recursive: true, force: true });
  }
}

/** The copy of a template belongs to whom that belongs to, and has a password that the template does not have. */
async function copyCluster(
  binaries: PostgresBinaries,
  template: string,
  { draft, owner }: { readonly draft: NewCluster; readonly owner: ClusterOwner },
): Promise<void> {
  // cp(1) shares blocks where the file system can, and takes a third of the time that Node.js does where it cannot.
  await promisify(execFile)('cp', ['-a', template, draft.data]);
  const statement = `alter role ${owner.user} password '${owner.password}'`;
  await inSingleUserMode(binaries, draft, statement);
}
