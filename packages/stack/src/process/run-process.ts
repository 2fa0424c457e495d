import { type ChildProcess, spawn } from 'node:child_process';
import type { LogFile } from './log-file.ts';

export interface Command {
  program: string;
  args: string[];
  environment: NodeJS.ProcessEnv;
  cwd: string;
  /** Only root can choose another user. */
  user?: { uid: number; gid: number } | undefined;
}

/** A process or a container, as the supervisor sees it. */
export interface Running {
  readonly pid: number | undefined;
  readonly containerId?: string;
  /** Resolves when it is gone, with how it ended: `code 1` or `SIGKILL`. */
  readonly ended: Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/**
 * Starts a process in a session of its own, so that Ctrl-C reaches the supervisor alone, which then stops
 * everything in order. With `ipc` the child notices by `disconnect` when the supervisor is no more.
 */
export function runProcess(command: Command, log: LogFile, ipc = false): Running {
  const child = spawn(command.program, command.args, {
    env: command.environment,
    cwd: command.cwd,
    detached: true,
    stdio: ['ignore', log.descriptor, log.descriptor, ...(ipc ? (['ipc'] as const) : [])],
    ...(command.user ?? {}),
  });
  return { pid: child.pid, ended: endOf(child), kill: (signal) => child.kill(signal) };
}

export function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid === undefined) resolve(`could not be started: ${error.message}`);
    });
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
}
