// Installs what the lockfile names, with a pnpm of its own. Runs on whatever Node the machine has, so: plain JavaScript.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// Of another version's code in another folder, and what else pnpm is told: for the test of upgrades.
const [root = join(import.meta.dirname, '../..'), ...more] = process.argv.slice(2);

if (!isInstalled()) {
  const pnpm = ['--yes', 'pnpm@12.21.0', 'install', '--frozen-lockfile', '--silent', ...more];
  const { status } = spawnSync('npx', pnpm, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  process.exit(status ?? 1);
}

/** pnpm keeps a copy of the lockfile that it last installed. Asking pnpm itself takes seconds. */
function isInstalled() {
  const read = (file) => readFileSync(join(root, file), 'utf8');
  try {
    return read('pnpm-lock.yaml') === read('node_modules/.pnpm/lock.yaml') && read('node_modules/.modules.yaml') !== '';
  } catch {
    return false;
  }
}
