import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startTestSystem } from '../../setup/running-system.ts';
import { oldCode, only, servicesOf, writeMix } from './mix.ts';
import { checkOut, previousRelease } from './previous-release.ts';

/** Begins where an upgrade does: permissions and tables are those of the working tree, all services the release before. */
export default async (project: TestProject) => {
  const folder = mkdtempSync(join(tmpdir(), 'livechat-upgrade-'));
  const clear = () => rmSync(folder, { recursive: true, force: true });
  try {
    const startedAt = performance.now();
    const release = previousRelease();
    checkOut(release, oldCode(folder));
    writeMix(folder, only('old'));
    const stop = await startTestSystem(project, {}, { servicesDir: (instance) => servicesOf(folder, instance) });
    project.provide('upgrade', { folder, ...release });
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    process.stderr.write(`all services are ${release.version} (${release.commit.slice(0, 7)}) after ${seconds} s\n`);
    return async () => {
      await stop();
      clear();
    };
  } catch (err) {
    clear();
    throw err;
  }
};
