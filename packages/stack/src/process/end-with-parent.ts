import { execFileSync } from 'node:child_process';
import { findProgram } from './find-program.ts';
import type { Command } from './run-process.ts';

/**
 * The command as Linux ends it, by this signal, when the process that started it is killed: a test run that
 * is cut short leaves no servers behind. Elsewhere, or without util-linux, the command as it is.
 */
export function endWithParent(command: Command, signal: 'SIGTERM' | 'SIGINT'): Command {
  const setpriv = findProgram(['setpriv'], command.environment.PATH);
  if (setpriv === undefined || !knowsDeathSignal(setpriv)) return command;
  const args = ['--pdeathsig', signal.slice('SIG'.length), '--', command.program, ...command.args];
  return { ...command, program: setpriv, args };
}

/** Other makes of setpriv, such as BusyBox', lack the option. */
function knowsDeathSignal(setpriv: string): boolean {
  try {
    return execFileSync(setpriv, ['--help'], { encoding: 'utf8', timeout: 5000, stdio: 'pipe' }).includes(
      '--pdeathsig',
    );
  } catch {
    return false;
  }
}
