import { findProgram } from '../process/find-program.ts';
import type { Command } from '../process/run-process.ts';
import { stackError } from '../stack-error.ts';
import { canTraverse } from './can-traverse.ts';
import type { User } from './unprivileged-user.ts';

/**
 * The command as another user runs it. Below folders that are closed to that user (a clone in root's
 * temporary folder, with its node_modules) the process gets the one capability that lets it look through
 * them: we change no folder outside the data directory. Postgres asks `access`, which ignores capabilities
 * of other users than root unless the process keeps them by its secure bits.
 */
export function asUser(command: Command, user: User | undefined, paths: readonly string[]): Command {
  if (user === undefined) return command;
  if (paths.every((path) => canTraverse(path, user))) return { ...command, user };
  const setpriv = findProgram(['setpriv'], command.environment.PATH);
  if (setpriv === undefined) {
    throw stackError(
      'Postgres cannot run as root, and other users cannot reach the data directory or the program: ' +
        'set LIVECHAT_DATA_DIR to a place that all users can reach, or install setpriv (util-linux).',
    );
  }
  const rights = [
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--clear-groups',
    '--securebits=+no_setuid_fixup',
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
  ];
  return { ...command, program: setpriv, args: [...rights, '--', command.program, ...command.args] };
}
