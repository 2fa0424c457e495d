import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type BenchDesk, installWatch, inTime, newContext } from './desk.ts';

export interface FirstLoad {
  name: string;
  text: string;
  scriptKiB: number;
}

const kiB = (bytes: number) => bytes / 1_024;

/** All that is asked for until the network is quiet: as it was transferred, and as it would be with gzip. */
export async function measureFirstLoad(desk: BenchDesk): Promise<FirstLoad[]> {
  const found: FirstLoad[] = [];
  for (const signedIn of [true, false]) {
    const context = await newContext(desk, signedIn);
    const page = await context.newPage();
    const files: { type: string; path: string; bytes: number; encoding: string | undefined }[] = [];
    const reading: Promise<void>[] = [];
    page.on('requestfinished', (request) => {
      reading.push(
        (async () => {
          const [{ responseBodySize }, response] = await Promise.all([request.sizes(), request.response()]);
          const encoding = response?.headers()['content-encoding'];
          files.push({
            type: request.resourceType(),
            path: new URL(request.url()).pathname,
            bytes: responseBodySize,
            encoding,
          });
        })(),
      );
    });
    await page.goto('', { waitUntil: 'networkidle' });
    await Promise.all(reading);
    await context.close();
    const of = (type: string) => files.filter((file) => file.type === type);
    const sum = (type: string) => kiB(of(type).reduce((total, { bytes }) => total + bytes, 0));
    const gzipped = of('script').reduce((total, { path }) => total + gzipSize(desk.system.appDir, path), 0);
    const ways = [...new Set(of('script').map(({ encoding }) => encoding ?? 'as it is'))].join(', ');
    found.push({
      name: signedIn ? 'first load, signed in, list on the screen' : 'first load, sign-in page',
      scriptKiB: sum('script'),
      text: `script ${sum('script').toFixed(1)} KiB in ${of('script').length} files (${ways}; gzip ${kiB(gzipped).toFixed(1)}), CSS ${sum('stylesheet').toFixed(1)} KiB, ${files.length} requests`,
    });
  }
  return found;
}

function gzipSize(folder: string, path: string): number {
  const [file] = globSync(join('assets', `${path.split('/').at(-1)}.gz`), { cwd: folder });
  return file ? statSync(join(folder, file)).size : 0;
}

/** From the start of the navigation until the rows are painted and the first takes a click. */
export async function measureInteractive(desk: BenchDesk, times: number): Promise<{ cold: number[]; warm: number[] }> {
  const taken: { cold: number[]; warm: number[] } = { cold: [], warm: [] };
  for (let time = 0; time < times; time += 1) {
    const context = await newContext(desk);
    const page = await context.newPage();
    await page.addInitScript(installWatch);
    for (const kind of ['cold', 'warm'] as const) {
      await page.goto('about:blank');
      await page.goto('');
      const painted = page.evaluate(async () => {
        const at = await window.rowsPainted;
        const box = document.querySelector('.list-row')?.getBoundingClientRect();
        const hit = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        if (!hit?.closest('.list-row')) throw new Error('something lies over the rows');
        return at - performance.timeOrigin;
      });
      taken[kind].push(await inTime(page, painted));
    }
    await context.close();
  }
  return taken;
}
