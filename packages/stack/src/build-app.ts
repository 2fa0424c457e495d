import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { messageOf } from './stack-error.ts';

const run = promisify(execFile);
const limitMs = 120_000;
const mode = 'production';
/** The app, and what it has for pages of others, which is put beside it. */
const configs = ['vite.config.ts', 'vite.widget.config.ts'];
/** Says in the built folder which sources it was built from. */
const stamp = '.built-from';

/**
 * The folder with the built app, built anew when its sources have changed. Undefined when that fails: the rest of the system
 * is of use without it. Built beside and then renamed, so that nobody is served half of it.
 */
export async function buildApp(
  repositoryRoot: string,
  name: string,
  notice: (line: string) => void,
): Promise<string | undefined> {
  const app = join(repositoryRoot, 'apps', name);
  const built = join(app, 'dist');
  const sources = digest(repositoryRoot, name);
  const stamped = join(built, stamp);
  if (existsSync(stamped) && readFileSync(stamped, 'utf8') === sources) return built;
  const [fresh, old] = [`${built}-${process.pid}`, `${built}-${process.pid}-old`];
  try {
    const vite = join(app, 'node_modules/vite/bin/vite.js');
    for (const config of configs.filter((file) => existsSync(join(app, file)))) {
      await run(process.execPath, [vite, 'build', '--config', config, '--outDir', fresh, '--logLevel', 'error'], {
        cwd: app,
        timeout: limitMs,
        // Tests and developers have another one, and would get React as it is for developing: several times larger and slower.
        env: { ...process.env, NODE_ENV: mode },
      });
    }
    compress(fresh, ['assets/**/*.{js,css,svg}', 'widget.js']);
    writeFileSync(join(fresh, stamp), sources);
    if (existsSync(built)) renameSync(built, old);
    renameSync(fresh, built);
    return built;
  } catch (err) {
    notice(`apps/${name} could not be built: ${messageOf(err)}`);
    return existsSync(built) ? built : undefined;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

/** Beside each file, for browsers that take it so: at its smallest, since it is done once. */
function compress(folder: string, files: string[]): void {
  for (const file of globSync(files, { cwd: folder })) {
    const bytes = readFileSync(join(folder, file));
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync(bytes));
    writeFileSync(join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
}

function digest(repositoryRoot: string, name: string): string {
  const files = globSync(
    [
      `apps/${name}/{src,public,widget}/**/*`,
      `apps/${name}/{index.html,vite.config.ts,vite.widget.config.ts,package.json}`,
      'packages/{client,contracts,tokens,ui}/src/**/*',
      'pnpm-lock.yaml',
    ],
    { cwd: repositoryRoot },
  );
  const hash = createHash('sha256').update(mode);
  for (const file of files.toSorted()) {
    const path = join(repositoryRoot, file);
    if (statSync(path).isFile()) hash.update(file).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('base64url');
}
