import { findProgram } from '../process/find-program.ts';
import { type ContainerPlan, containerEngine } from './container-engine.ts';
import { debianProgram } from './debian-program.ts';
import { firstAvailable } from './first-available.ts';
import type { Launch, PartContext } from './part.ts';

export interface LaunchChoices {
  programNames: readonly [string, ...string[]];
  launchProgram: (path: string, libraries: NodeJS.ProcessEnv) => Launch;
  container: ContainerPlan;
  debian: { packages: string[]; libraries: string[] };
  advice: string;
}

/** A program on the PATH, else a container, else the distribution's package unpacked. */
export function chooseLaunch(context: PartContext, choices: LaunchChoices): Promise<Launch> {
  const { programNames, launchProgram, container, debian, advice } = choices;
  const sources = [
    {
      name: 'program',
      find: () => {
        const path = findProgram(programNames, context.settings.PATH);
        return path === undefined ? undefined : launchProgram(path, {});
      },
    },
    { name: 'Docker', find: async () => (await containerEngine(context))?.prepare(container) },
    {
      name: 'package',
      find: async () => {
        const found = await debianProgram(programNames[0], debian.packages, debian.libraries, context);
        return found && launchProgram(found.program, found.environment);
      },
    },
  ];
  return firstAvailable<Launch>(sources, advice, context.signal);
}
