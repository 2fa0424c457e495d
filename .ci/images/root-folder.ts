import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/** Users of the images that stand-ins stand for, by the names under which they are asked for. */
const users = { root: 0, postgres: 70, node: 1000, nobody: 65534 };

/** What every stand-in has: a C library, and busybox as the shell and its tools. */
const everywhere = ['busybox-static', 'libc6', 'libgcc-s1', 'libstdc++6'];

/** Unpacks packages of Debian into a folder of their own, which is then the root of an image. */
export async function makeRoot(folder: string, packages: readonly string[]): Promise<string> {
  const root = mkdtempSync(join(folder, 'root-'));
  const downloads = mkdtempSync(join(folder, 'packages-'));
  await download(downloads, [...everywhere, ...packages]);
  for (const file of readdirSync(downloads)) await run('dpkg-deb', ['--extract', join(downloads, file), root]);
  rmSync(downloads, { recursive: true });
  for (const name of ['doc', 'man', 'lintian']) rmSync(join(root, 'usr/share', name), { recursive: true, force: true });
  for (const name of [
    'bin',
    'sbin',
    'usr/bin',
    'usr/sbin',
    'usr/local/bin',
    'usr/local/lib',
    'etc',
    'home',
    'root',
    'srv',
  ]) {
    mkdirSync(join(root, name), { recursive: true });
  }
  await run('install', ['--directory', '--mode', '1777', join(root, 'tmp'), join(root, 'var/tmp')]);
  await run('chroot', [root, '/bin/busybox', '--install', '-s']);
  const lines = Object.entries(users);
  writeFileSync(join(root, 'etc/passwd'), lines.map(([name, id]) => `${name}:x:${id}:${id}::/:/bin/sh\n`).join(''));
  writeFileSync(join(root, 'etc/group'), lines.map(([name, id]) => `${name}:x:${id}:\n`).join(''));
  return root;
}

/** The lists of a machine may be old or missing: then they are fetched, and it is tried again. */
async function download(folder: string, packages: readonly string[]): Promise<void> {
  const fetch = () => run('apt-get', ['download', ...packages], { cwd: folder });
  await fetch().catch(async () => {
    await run('apt-get', ['update']);
    await fetch();
  });
}
