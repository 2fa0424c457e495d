import { lookup } from 'node:dns/promises';
import { resolve } from 'node:path';
import type { Engine } from './engine.ts';
import { run } from './run.ts';
import { standInNames } from './stand-ins.ts';

const repository = resolve(import.meta.dirname, '../..');
export const services = ['gateway', 'chat', 'moderation', 'realtime'] as const;
/** What they may add to the image that they begin with. */
const limitMegabytes = 150;

export interface Build {
  /** After `livechat-`. */
  name: string;
  file: string;
  args?: readonly string[];
  /** What its size is counted from; from nothing without it. */
  base?: string;
}

export const serviceBuilds: readonly Build[] = services.map((service) => ({
  name: service,
  file: 'deploy/services/Dockerfile',
  args: ['--build-arg', `SERVICE=${service}`],
  base: standInNames.node,
}));
export const webBuild: Build = { name: 'web', file: 'deploy/web/Dockerfile' };
const oneServer = (name: string, base: string): Build => {
  return { name, file: 'deploy/one-server/Dockerfile', args: ['--target', name], base };
};
export const natsBuild = oneServer('nats', standInNames.nats);
export const doorBuild = oneServer('door', standInNames.caddy);

export async function buildImage(engine: Engine, { name, file, args = [] }: Build, version: string): Promise<void> {
  const labelled = ['--build-arg', `VERSION=${version}`, '--tag', `livechat-${name}:${version}`];
  const network = ['--network', 'host', ...(await registryHost())];
  const command = ['build', '--progress', 'plain', '--file', file, ...network, ...args, ...labelled, '.'];
  await engine.docker(command, { cwd: repository, limitSeconds: 600 });
}

/** pnpm asks for the registry's address hundreds of times at once, and a name server may answer some of that only. */
async function registryHost(): Promise<string[]> {
  const { hostname } = new URL((await run('npm', ['config', 'get', 'registry'])).trim());
  const { address } = await lookup(hostname);
  return ['--add-host', `${hostname}:${address}`];
}

/** Prints what each image adds to its base, and fails for one that is too large or says another version than it has. */
export async function checkImages(engine: Engine, builds: readonly Build[], version: string): Promise<void> {
  const inspect = async (image: string, what: string) =>
    (await engine.docker(['image', 'inspect', '--format', what, image])).trim();
  for (const { name, base } of builds) {
    const image = `livechat-${name}:${version}`;
    const [size, under] = [await inspect(image, '{{.Size}}'), base ? await inspect(base, '{{.Size}}') : '0'];
    const megabytes = (Number(size) - Number(under)) / 1e6;
    console.log(`${image}: ${megabytes.toFixed(1)} MB above ${base ?? 'nothing'}`);
    if (megabytes >= limitMegabytes) throw new Error(`${image} adds ${limitMegabytes} MB or more`);
    if (name === 'nats' || name === 'door') continue;
    const label = await inspect(image, '{{index .Config.Labels "org.opencontainers.image.version"}}');
    if (label !== version) throw new Error(`${image} says that it is version '${label}'`);
  }
}
