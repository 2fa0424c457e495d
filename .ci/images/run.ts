import { spawn } from 'node:child_process';

export interface RunOptions {
  cwd?: string;
  environment?: NodeJS.ProcessEnv;
  /** What it reads from its standard input. */
  input?: string;
  limitSeconds?: number;
  /** Its lines are shown as they come, and are not in what is given back. */
  isShown?: boolean;
}

/** Runs a program to its end and gives what it wrote to its standard output; throws with its last words when it fails. */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { cwd, environment, input = '', limitSeconds = 300, isShown = false } = options;
  const stdio = ['pipe', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'] as const;
  const child = spawn(program, args, {
    cwd,
    stdio: [...stdio],
    env: { ...process.env, ...environment },
    timeout: limitSeconds * 1_000,
    killSignal: 'SIGKILL',
  });
  let said = '';
  let words = '';
  child.stdout?.on('data', (data) => {
    said += data;
    words += data;
  });
  child.stderr?.on('data', (data) => {
    words += data;
  });
  child.stdin?.on('error', () => {});
  child.stdin?.end(input);
  const ended = await new Promise<string>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code === 0 ? '' : (signal ?? `code ${code}`)));
  });
  if (ended !== '') throw new Error(`${program} ${args.join(' ')} ended with ${ended}: ${words.slice(-4_000)}`);
  return said;
}
