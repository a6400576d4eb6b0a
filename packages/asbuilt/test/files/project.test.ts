import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadProject } from '#files/project';
import { temporaryFolder } from '../cli/support/temporary-folder.ts';

const overview = '# Parcel Desk\n\n## Context Capsule\n\n- **Secrets location:** `secrets/.env`\n';

describe('a project', () => {
  it('is an overview with its model, and the folder that its paths count from', async () => {
    const folder = await temporaryFolder({ 'plans/overview.md': overview, 'plans/docs/a.md': 'x' });
    const project = await loadProject({ cwd: folder, file: 'plans/overview.md' });
    expect(project.model.overview.title?.value).toBe('Parcel Desk');
    expect(project.directory).toBe(join(folder, 'plans'));
    expect([project.files.has('docs/a.md'), project.files.has('/docs/a.md'), project.files.has('docs/b.md')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(project.secretsPath).toBe(join(folder, 'plans/secrets/.env'));
    expect(project.profile).toBeUndefined();
  });

  it('has the profile beside the overview, with the local profile over it', async () => {
    const folder = await temporaryFolder({
      'plans/overview.md': overview,
      'plans/confer-agent.profile.yml': 'env: dev\nhttp_port: 8080\n',
      'plans/confer-agent.profile.local.yml': 'http_port: 9090\n',
    });
    const { profile } = await loadProject({ cwd: folder, file: 'plans/overview.md' });
    expect(profile?.file).toBe('plans/confer-agent.profile.yml');
    expect([profile?.profile.env?.value, profile?.profile.httpPort?.value]).toEqual(['dev', 9090]);
    expect(profile?.local?.file).toBe('plans/confer-agent.profile.local.yml');
  });

  it('has the profile that the overview names', async () => {
    const folder = await temporaryFolder({
      'overview.md':
        '# A\n\n## Context Capsule\n\n- **Project profile:** `./config/team.yml` (and optional `./config/team.local.yml`)\n',
      'config/team.yml': 'env: staging\n',
    });
    const { profile } = await loadProject({ cwd: folder, file: 'overview.md' });
    expect([profile?.file, profile?.profile.env?.value]).toEqual(['config/team.yml', 'staging']);
  });

  it('has the profile that the command line names, counted from where one stands', async () => {
    const folder = await temporaryFolder({ 'plans/overview.md': overview, 'team.yml': 'env: prod\n' });
    const { profile } = await loadProject({ cwd: folder, file: 'plans/overview.md', profile: 'team.yml' });
    expect([profile?.file, profile?.profile.env?.value]).toEqual(['team.yml', 'prod']);
  });

  it('is refused when that profile does not exist', async () => {
    const folder = await temporaryFolder({ 'overview.md': overview });
    await expect(loadProject({ cwd: folder, file: 'overview.md', profile: 'team.yml' })).rejects.toThrow(
      'team.yml: there is no such file (ENOENT). Name the profile with --profile.',
    );
  });

  it('may have its text from elsewhere; paths count from where one stands then', async () => {
    const folder = await temporaryFolder();
    const project = await loadProject({ cwd: folder, file: '-', text: overview });
    expect([project.directory, project.model.overview.title?.value]).toEqual([folder, 'Parcel Desk']);
  });
});
