import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunOptions, run } from './run.ts';

/** Docker's engine from Debian, run by us alone and with everything that is its own in one folder. */
export interface Engine {
  /** As DOCKER_HOST. */
  address: string;
  docker(args: readonly string[], options?: RunOptions): Promise<string>;
  stop(): Promise<void>;
}

// The one of Debian's package: another on the PATH may lack what builds images.
const client = '/usr/bin/docker';
const daemon = '/usr/sbin/dockerd';
const forwarding = '/proc/sys/net/ipv4/ip_forward';
const startLimitMs = 30_000;

export async function startEngine(folder: string): Promise<Engine> {
  await install();
  const address = `unix://${join(folder, 'docker.sock')}`;
  const [rules, forwards] = [await run('iptables-save', []), readFileSync(forwarding, 'utf8')];
  const log = openSync(join(folder, 'dockerd.log'), 'a');
  const places = ['data-root', 'exec-root'].flatMap((name) => [`--${name}`, join(folder, name)]);
  const own = [...places, '--pidfile', join(folder, 'dockerd.pid'), '--host', address];
  const child = spawn(daemon, [...own, '--config-file', settingsIn(folder)], { stdio: ['ignore', log, log] });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));

  const engine: Engine = {
    address,
    docker: (args, options = {}) =>
      run(client, args, {
        ...options,
        environment: { DOCKER_HOST: address, DOCKER_BUILDKIT: '1', ...options.environment },
      }),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await run('iptables-restore', [], { input: rules });
      writeFileSync(forwarding, forwards);
    },
  };
  const giveUpAt = performance.now() + startLimitMs;
  for (;;) {
    const isUp = await engine.docker(['version']).then(
      () => true,
      () => false,
    );
    if (isUp) return engine;
    if (child.exitCode !== null || performance.now() > giveUpAt) {
      throw new Error(`dockerd does not start: ${readFileSync(join(folder, 'dockerd.log'), 'utf8').slice(-3_000)}`);
    }
    await delay(200);
  }
}

/** Without the bridge that nobody here uses, which would outlive the engine; the machine's own settings do not count. */
function settingsIn(folder: string): string {
  const file = join(folder, 'daemon.json');
  writeFileSync(file, JSON.stringify({ bridge: 'none' }));
  return file;
}

async function install(): Promise<void> {
  if (existsSync(daemon) && existsSync('/usr/sbin/iptables-save')) return;
  // Their services are not wanted: not by systemd, and not by the older way, which asks for the runlevel.
  mkdirSync('/etc/systemd/system', { recursive: true });
  for (const unit of ['docker.service', 'docker.socket', 'containerd.service']) {
    const link = join('/etc/systemd/system', unit);
    if (!existsSync(link)) symlinkSync('/dev/null', link);
  }
  const environment = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await run('apt-get', ['update'], { environment });
  await run('apt-get', ['install', '--yes', '--no-install-recommends', 'docker.io', 'iptables'], { environment });
}
