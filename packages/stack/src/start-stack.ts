import { join, resolve } from 'node:path';
import { containerEngine } from './infrastructure/container-engine.ts';
import { type Infrastructure, startInfrastructure } from './infrastructure/start-infrastructure.ts';
import { volumeName } from './infrastructure/volume-name.ts';
import { loadSecrets, type Secrets } from './load-secrets.ts';
import { allOrNone } from './process/all-or-none.ts';
import { freePort, whyTaken } from './process/free-ports.ts';
import { openRunDirectory, type RunDirectory } from './run-directory.ts';
import type { ServiceName } from './service-names.ts';
import { createDemoAccounts, migrate } from './services/chat-scripts.ts';
import { type Surroundings, serviceEnvironment } from './services/service-environment.ts';
import { makeSlot, makeSlots } from './services/service-slots.ts';
import { type Services, startServices } from './services/start-services.ts';
import { stackError } from './stack-error.ts';
import { type PartName, removeManifest, type StackManifest, writeManifest } from './stack-manifest.ts';
import type { StackOptions } from './stack-options.ts';

export interface Stack {
  manifest(): StackManifest;
  /** What one more instance of this service would be started with; each call makes another one. */
  serviceEnvironment(service: ServiceName): Promise<NodeJS.ProcessEnv>;
  stop(): Promise<void>;
}

const repositoryRoot = resolve(import.meta.dirname, '../../..');

/** Brings everything up and resolves when all of it answers. Throws one line when it cannot, with nothing left running. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const undo: (() => Promise<void> | void)[] = [];
  try {
    return await start(options, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    throw error;
  }
}

async function start(options: StackOptions, undo: (() => Promise<void> | void)[]): Promise<Stack> {
  const { dataDir, settings } = options;
  const notice = options.notice ?? (() => undefined);
  const signal = options.signal ?? new AbortController().signal;
  const run = await openRunDirectory({ dataDir, settings, notice });
  undo.push(run.release);
  const gatewayPort = await checkedGatewayPort(options.gatewayPort);
  const secrets = loadSecrets(dataDir);
  let publish = () => {};
  const shared = { ...run, dataDir, settings, repositoryRoot, notice, signal, pidChanged: () => publish() };

  const throwAway = options.throwAwayDatabase ?? false;
  const infrastructure = await startInfrastructure({ ...shared, secrets, throwAway, natsFolder: options.natsFolder });
  undo.push(() => stopInfrastructure(infrastructure, options, run, secrets));

  const { servicesDir: given = join(repositoryRoot, 'services') } = options;
  const servicesDirOf = typeof given === 'string' ? () => given : given;
  // Those of instances may differ; what makes the tables is of the newest code then.
  const servicesDir = typeof given === 'string' ? given : join(repositoryRoot, 'services');
  const scripts = { ...shared, servicesDir, databaseUrl: infrastructure.postgres.url };
  await migrate(scripts);
  const between = options.between ?? (async (_part: PartName, url: string) => url);
  const natsUrl = await between('nats', infrastructure.nats.serviceUrl);
  const around: Surroundings = {
    settings,
    databaseUrl: await between('postgres', infrastructure.postgres.url),
    natsSettings: (service) => ({ NATS_URL: natsUrl, ...infrastructure.nats.credentialsOf(service) }),
    redisUrl: await between('redis', infrastructure.redis.url),
    jwtSecret: secrets.jwtSecret,
    slots: await makeSlots(options.replicas, gatewayPort, options.ownGatewayPorts ?? false),
  };
  const [services] = await allOrNone<[Services, { stop(): Promise<void> }]>(signal, (both) => [
    startServices(around, { ...shared, servicesDirOf, signal: both }),
    demoAccounts(options, { ...scripts, signal: both }),
  ]);
  undo.push(services.stop);

  const manifest = () => describe(gatewayPort, services, infrastructure);
  publish = () => writeManifest(dataDir, manifest());
  publish();
  undo.push(() => {
    publish = () => {};
    removeManifest(dataDir);
  });
  const started = { ...options.replicas };
  return {
    manifest,
    async serviceEnvironment(service) {
      started[service] += 1;
      const port = service === 'gateway' ? await freePort() : gatewayPort;
      return serviceEnvironment(await makeSlot(service, started[service], port), around);
    },
    async stop() {
      for (const step of undo.splice(0).reverse()) await step();
    },
  };
}

async function checkedGatewayPort(wanted: number): Promise<number> {
  if (wanted === 0) return freePort();
  const why = await whyTaken(wanted);
  if (why === undefined) return wanted;
  const reason = why === 'EADDRINUSE' ? 'is already in use' : `cannot be listened on (${why})`;
  throw stackError(`Port ${wanted} ${reason}: free it, or set LIVECHAT_PORT to another one.`);
}

async function demoAccounts(options: StackOptions, scripts: Parameters<typeof createDemoAccounts>[0]) {
  if (options.demoAccounts) await createDemoAccounts(scripts);
  return { stop: async () => undefined };
}

async function stopInfrastructure(
  parts: Infrastructure,
  options: StackOptions,
  run: RunDirectory,
  secrets: Secrets,
): Promise<void> {
  await Promise.all([parts.nats.stop(), parts.redis.stop(), parts.postgres.stop()]);
  if (!options.throwAwayDatabase || !run.register.hasContainers()) return;
  const engine = await containerEngine({ ...options, notice: () => undefined });
  await engine?.removeVolumes([volumeName('postgres', secrets), volumeName('nats', secrets)]);
}

function describe(port: number, services: Services, parts: Infrastructure): StackManifest {
  const pidOf = (pid: number | undefined) => (pid === undefined ? {} : { pid });
  return {
    gateway: `http://127.0.0.1:${port}`,
    services: services.running(),
    infrastructure: {
      postgres: pidOf(parts.postgres.pid()),
      nats: pidOf(parts.nats.pid()),
      redis: pidOf(parts.redis.pid()),
    },
    databaseUrl: parts.postgres.url,
    natsUrl: parts.nats.url,
    redisUrl: parts.redis.url,
    supervisor: { pid: process.pid },
  };
}
