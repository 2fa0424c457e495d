import { spawn } from 'node:child_process';
import { stackError } from '../stack-error.ts';
import { type Command, endOf } from './run-process.ts';

const keptCharacters = 16_384;

export interface Outcome {
  how: string;
  /** The end of what it wrote to both streams. */
  output: string;
}

/** Runs a program that ends by itself. Throws when it takes longer than its limit; its failure is the caller's to judge. */
export async function runToEnd(command: Command, timeoutMs: number, signal?: AbortSignal): Promise<Outcome> {
  signal?.throwIfAborted();
  const child = spawn(command.program, command.args, {
    env: command.environment,
    cwd: command.cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(command.user ?? {}),
  });
  let output = '';
  const keep = (text: string) => {
    output = (output + text).slice(-keptCharacters);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const limit = AbortSignal.timeout(timeoutMs);
  const cut = signal ? AbortSignal.any([limit, signal]) : limit;
  cut.addEventListener('abort', () => child.kill('SIGKILL'), { once: true });
  const how = await endOf(child);
  signal?.throwIfAborted();
  if (limit.aborted) throw stackError(`${command.program} took longer than ${timeoutMs / 1000} s.`);
  return { how, output: output.trim() };
}

export const succeeded = (outcome: Outcome) => outcome.how === 'code 0';

/** The last lines of an outcome as one line. */
export function lastWords({ how, output }: Outcome): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return [`it ended with ${how}`, ...lines.slice(-3)].map((line) => line.trim()).join(' | ');
}
