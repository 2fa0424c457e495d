import type { Engine } from './engine.ts';
import { type System, serviceOf } from './system.ts';

/** In the order of docs/operations.md: who answers comes before who asks. */
const order = ['moderation', 'chat', 'realtime', 'gateway', 'web'] as const;
export const twoOfEach = order.flatMap((service) => ['--scale', `${service}=2`]);

/** Puts two instances of a newer image beside the two that are there, service by service, and then ends those in order. */
export async function replaceEverything(engine: Engine, system: System, version: string): Promise<void> {
  for (const service of order) {
    const olds = (await system.containers()).filter((one) => serviceOf(one) === service);
    const started = ['up', '--detach', '--wait', '--no-build', '--no-deps', '--no-recreate'];
    await system.compose([...started, '--scale', `${service}=4`, service], version);
    const startedAt = performance.now();
    for (const { Id } of olds) await engine.docker(['stop', Id]);
    const seconds = (performance.now() - startedAt) / 1_000;
    await expectOrderlyEnds(system, service);
    for (const { Id } of olds) await engine.docker(['rm', Id]);
    const news = (await system.containers()).filter((one) => serviceOf(one) === service);
    const images = news.map(({ Config }) => Config.Image).join(', ');
    console.log(`${service}: ${olds.length} instances ended within ${seconds.toFixed(1)} s; now ${images}`);
    if (!news.every(({ Config }) => Config.Image.endsWith(`:${version}`)))
      throw new Error(`${service} is not replaced`);
  }
}

/** Of one service, or of all: whoever was stopped ended by itself, with the code that says so. */
export async function expectOrderlyEnds(system: System, service?: string): Promise<void> {
  const ended = (await system.containers(true)).filter(({ State }) => !State.Running);
  const wanted = ended.filter((one) => service === undefined || serviceOf(one) === service);
  const codes = wanted.map(({ Name, State }) => `${Name}: ${State.ExitCode}`);
  if (wanted.some(({ State }) => State.ExitCode !== 0)) throw new Error(`ended with codes ${codes.join(', ')}`);
}
