import { stackError } from '../stack-error.ts';
import type { PostgresPrograms } from './programs.ts';

/** Data of one major version is readable by programs of that version only. */
export function choosePrograms(
  found: readonly PostgresPrograms[],
  dataMajor: number,
  dataDir: string,
): PostgresPrograms {
  const fitting = found.find(({ major }) => major === dataMajor);
  if (fitting) return fitting;
  const majors = [...new Set(found.map(({ major }) => major))].join(' and ') || 'none';
  throw stackError(
    `The data in ${dataDir} was made by Postgres ${dataMajor}, and this machine has ${majors}: ` +
      `install Postgres ${dataMajor}, or choose another LIVECHAT_DATA_DIR.`,
  );
}
