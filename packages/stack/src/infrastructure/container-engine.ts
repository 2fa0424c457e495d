import { existsSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { ContainerRuntimeClient } from 'testcontainers';
import type { LogFile } from '../process/log-file.ts';
import type { Running } from '../process/run-process.ts';
import { messageOf } from '../stack-error.ts';
import type { Launch, PartContext } from './part.ts';
import { withinTime } from './within-time.ts';

export interface ContainerPlan {
  name: string;
  image: string;
  command: string[];
  environment: NodeJS.ProcessEnv;
  port: { inside: number; outside: number };
  binds?: string[];
  volume?: { name: string; at: string };
  user?: string;
  log: LogFile;
}

export interface ContainerEngine {
  /** Gets the image, which may take minutes. */
  prepare(plan: ContainerPlan): Promise<Launch>;
  removeContainers(ids: readonly string[]): Promise<void>;
  removeVolumes(names: readonly string[]): Promise<void>;
}

type EngineContext = Pick<PartContext, 'dataDir' | 'settings' | 'notice'>;

const connectLimitMs = 5000;
const pullLimitMs = 300_000;

/** Undefined when no engine runs here. Found by testcontainers, loaded only where there is a chance of one. */
export async function containerEngine(context: EngineContext): Promise<ContainerEngine | undefined> {
  if (!engineMayRun(context.settings)) return undefined;
  const { getContainerRuntimeClient, ImageName } = await import('testcontainers');
  const client = await withinTime(getContainerRuntimeClient(), connectLimitMs, 'Docker').catch(() => undefined);
  if (client === undefined) return undefined;
  return {
    async prepare(plan) {
      const image = ImageName.fromString(plan.image);
      if (!(await client.image.exists(image))) {
        context.notice(`Fetching the image ${plan.image}, once.`);
        await withinTime(client.image.pull(image), pullLimitMs, `fetching ${plan.image}`);
      }
      return () => runContainer(client, plan, context.dataDir);
    },
    async removeContainers(ids) {
      for (const id of ids) await client.container.dockerode.getContainer(id).remove({ force: true }).catch(unlessGone);
    },
    async removeVolumes(names) {
      for (const name of names) await client.container.dockerode.getVolume(name).remove().catch(unlessGone);
    },
  };
}

function engineMayRun(settings: NodeJS.ProcessEnv): boolean {
  const home = settings.HOME ?? homedir();
  const sockets = [
    '/var/run/docker.sock',
    join(home, '.docker/run/docker.sock'),
    join(home, '.testcontainers.properties'),
  ];
  const runtimeDir = settings.XDG_RUNTIME_DIR;
  if (runtimeDir !== undefined) sockets.push(join(runtimeDir, 'docker.sock'));
  return settings.DOCKER_HOST !== undefined || sockets.some((path) => existsSync(path));
}

async function runContainer(client: ContainerRuntimeClient, plan: ContainerPlan, dataDir: string): Promise<Running> {
  const inside = `${plan.port.inside}/tcp`;
  const mounts = plan.volume === undefined ? [] : [`${plan.volume.name}:${plan.volume.at}`];
  const container = await client.container.create({
    Image: plan.image,
    Cmd: plan.command,
    Env: Object.entries(plan.environment).map(([name, value]) => `${name}=${value}`),
    ExposedPorts: { [inside]: {} },
    Labels: { 'livechat.data-directory': dataDir },
    ...(plan.user === undefined ? {} : { User: plan.user }),
    HostConfig: {
      PortBindings: { [inside]: [{ HostIp: '127.0.0.1', HostPort: String(plan.port.outside) }] },
      Binds: [...(plan.binds ?? []), ...mounts],
    },
  });
  const output = await container.attach({ stream: true, stdout: true, stderr: true });
  const log = new Writable({
    write(chunk: Buffer, _encoding, done) {
      writeSync(plan.log.descriptor, chunk);
      done();
    },
  });
  container.modem.demuxStream(output, log, log);
  const ended = container
    .wait({ condition: 'next-exit' })
    .then((result: { StatusCode: number }) => `code ${result.StatusCode}`)
    .catch((error: unknown) => `lost: ${messageOf(error)}`)
    .then(async (how: string) => {
      await container.remove({ force: true }).catch(unlessGone);
      return how;
    });
  await container.start().catch(async (error: unknown) => {
    await container.remove({ force: true }).catch(unlessGone);
    throw error;
  });
  const state = await container.inspect().catch(() => undefined);
  return {
    // An engine in a virtual machine, as on other systems, tells a pid of that machine.
    pid: process.platform === 'linux' ? state?.State.Pid || undefined : undefined,
    containerId: container.id,
    ended,
    kill: (signal) => void container.kill({ signal }).catch(unlessGone),
  };
}

/** What is no longer there need not be stopped or removed; any other trouble shows when the part does not answer. */
function unlessGone(): void {}
