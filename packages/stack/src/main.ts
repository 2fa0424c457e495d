import { resolve } from 'node:path';
import { buildApp } from './build-app.ts';
import { readOptions } from './read-options.ts';
import { isStackError } from './stack-error.ts';
import { startStack } from './start-stack.ts';

const repositoryRoot = resolve(import.meta.dirname, '../../..');
const stopping = new AbortController();

async function main(): Promise<void> {
  const options = readOptions(process.env, process.argv.slice(2), repositoryRoot);
  // A database from outside may be anybody's: accounts whose passwords everybody knows have no place in it.
  const demoAccounts = options.settings.DATABASE_URL === undefined;
  const CONSOLE_DIR = options.settings.CONSOLE_DIR ?? (await buildApp(repositoryRoot, 'console', say));
  const MOBILE_DIR = options.settings.MOBILE_DIR ?? (await buildApp(repositoryRoot, 'mobile', say));
  const settings = { ...options.settings, ...(CONSOLE_DIR && { CONSOLE_DIR }), ...(MOBILE_DIR && { MOBILE_DIR }) };
  const stack = await startStack({ ...options, settings, demoAccounts, notice: say, signal: stopping.signal });
  const ready = `Live Chat is ready at ${stack.manifest().gateway}`;
  say(
    demoAccounts
      ? `${ready} - sign in as the demo user demo / demo or as the demo agent agent / agent.`
      : `${ready} - with the accounts in your database (there are no demo accounts in a database from outside).`,
  );
  await aborted(stopping.signal);
  await stack.stop();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

// A second signal, which npm and a terminal send by themselves, changes nothing: every wait of the stop has a limit.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort());
// With the terminal gone the lines have no reader.
process.stdout.on('error', () => undefined);

main().then(
  () => process.exit(0),
  (error: unknown) => {
    if (stopping.signal.aborted) process.exit(0);
    console.error(isStackError(error) ? error.message : error);
    process.exit(1);
  },
);
