import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { containerEngine } from '../infrastructure/container-engine.ts';
import { firstAvailable, type Source } from '../infrastructure/first-available.ts';
import type { Launch, PartContext } from '../infrastructure/part.ts';
import type { LogFile } from '../process/log-file.ts';
import { choosePrograms } from './choose-programs.ts';
import { launchContainer } from './launch-container.ts';
import { launchPrograms } from './launch-programs.ts';
import { type PostgresPrograms, programsOfDebian, programsOfNpm, programsOnPath } from './programs.ts';
import { unprivilegedUser } from './unprivileged-user.ts';

const advice = 'Postgres is not to be had here: install it, start Docker, or give its address in DATABASE_URL.';

/** A program on the PATH, else a container, else the binaries from npm; but data that is there stays where it is. */
export async function chooseServer(context: PartContext, port: number, log: LogFile): Promise<Launch> {
  const path = context.settings.PATH;
  const user = unprivilegedUser();
  const home = join(context.dataDir, 'postgres');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (user) chownSync(home, user.uid, user.gid);
  const place = { context, home, port, log, user };

  const dataMajor = majorOfData(home);
  if (dataMajor !== undefined) {
    const everywhere = [...programsOnPath(path), ...(await programsOfNpm()), ...programsOfDebian()];
    return launchPrograms({ ...place, programs: choosePrograms(everywhere, dataMajor, context.dataDir), isNew: false });
  }
  // Tells later runs that the data lies in a volume.
  const volumeMark = join(home, 'in-docker');
  const docker: Source<Launch> = {
    name: 'Docker',
    find: async () => {
      const engine = await containerEngine(context);
      const launch = engine && (await launchContainer(engine, context, port, log));
      if (launch) writeFileSync(volumeMark, '');
      return launch;
    },
  };
  if (existsSync(volumeMark)) {
    const line = `The data of ${context.dataDir} is in a Docker volume: start Docker, or choose another LIVECHAT_DATA_DIR.`;
    return firstAvailable([docker], line, context.signal);
  }
  const found = await firstAvailable<Launch | PostgresPrograms>(
    [
      { name: 'program', find: () => programsOnPath(path)[0] },
      docker,
      { name: 'npm', find: async () => (await programsOfNpm())[0] },
      { name: 'Debian', find: () => programsOfDebian()[0] },
    ],
    advice,
    context.signal,
  );
  return typeof found === 'function' ? found : launchPrograms({ ...place, programs: found, isNew: true });
}

function majorOfData(home: string): number | undefined {
  const versionFile = join(home, 'data', 'PG_VERSION');
  return existsSync(versionFile) ? Number.parseInt(readFileSync(versionFile, 'utf8'), 10) : undefined;
}
