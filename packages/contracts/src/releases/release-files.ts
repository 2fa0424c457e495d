import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Version } from './version.ts';

export const releasesFolder = join(import.meta.dirname, '../../releases');

/** A release as it is kept: `packages/contracts/releases/<version>.json`. */
export interface Release extends Omit<Version, 'name'> {
  version: string;
  /** Where its code is, for one that has no tag. */
  commit?: string;
}

/** From the first to the last. */
export function readReleases(): Release[] {
  return readdirSync(releasesFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file): Release => JSON.parse(readFileSync(join(releasesFolder, file), 'utf8')))
    .sort((one, other) => compareVersions(one.version, other.version));
}

export function lastRelease(): Release {
  const release = readReleases().at(-1);
  if (!release) throw new Error(`no release is kept in ${releasesFolder}`);
  return release;
}

/** By Semantic Versioning: 0.9.0 before 0.10.0-pre.1 before 0.10.0. */
export function compareVersions(one: string, other: string): number {
  const [core, pre] = parts(one);
  const [otherCore, otherPre] = parts(other);
  const byCore = byNumbers.compare(core, otherCore);
  if (byCore !== 0 || pre === otherPre) return byCore;
  if (pre === '') return 1;
  return otherPre === '' ? -1 : byNumbers.compare(pre, otherPre);
}

const byNumbers = new Intl.Collator('en', { numeric: true });

function parts(version: string): [core: string, pre: string] {
  const [core = '', ...pre] = version.split('-');
  return [core, pre.join('-')];
}
