import { createServer } from 'node:http';
import type { Metrics } from './metrics.ts';

export interface Dependency {
  /** Resolves to whether it answers. Asked at most for a second. */
  check(): Promise<boolean>;
  /** Without a required one this process cannot do its work, so it is taken out of rotation. */
  required: boolean;
}

export interface Health {
  /** Called when all is set up; before that `/readyz` answers 503. */
  started(dependencies: Record<string, Dependency>): void;
  /** The process is about to end: 503 from now on, so that nothing new is sent here. */
  stopping(): void;
  isStopping(): boolean;
  isReady(): Promise<boolean>;
  /** Whether each dependency answers within this time. */
  dependencies(withinMs: number): Promise<Record<string, boolean>>;
  close(): void;
}

const answerWithinMs = 1_000;

interface State {
  ready: boolean;
  dependencies: Record<string, 'up' | 'down'>;
}

/**
 * The internal port: health for whoever supervises, `/metrics` for Prometheus. `/livez` never asks a dependency: a
 * restart of this process would not mend it. `/readyz` does.
 */
export async function serveHealth(
  host: string,
  port: number,
  metrics: Pick<Metrics, 'contentType' | 'text'>,
): Promise<Health> {
  let phase: 'starting' | 'running' | 'stopping' = 'starting';
  let watched: Record<string, Dependency> = {};

  const ask = (withinMs: number) =>
    Promise.all(
      Object.entries(watched).map(async ([name, dependency]) => [name, await answersIn(withinMs, dependency)] as const),
    );

  const state = async (): Promise<State> => {
    const answers = await ask(answerWithinMs);
    const down = answers.some(([name, up]) => !up && watched[name]?.required);
    return {
      ready: phase === 'running' && !down,
      dependencies: Object.fromEntries(answers.map(([name, up]) => [name, up ? 'up' : 'down'])),
    };
  };

  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (request.url === '/livez') return answer(200, { status: 'alive' });
    if (request.url === '/metrics') {
      const text = await metrics.text().catch(() => undefined);
      if (text === undefined) return answer(500, { status: 'metrics cannot be read' });
      return void response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
    }
    if (request.url !== '/readyz') return answer(404, { status: 'not found' });
    const { ready, dependencies } = await state();
    answer(ready ? 200 : 503, { status: ready ? 'ready' : phase === 'running' ? 'not ready' : phase, dependencies });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });

  return {
    started(dependencies) {
      watched = dependencies;
      phase = 'running';
    },
    stopping() {
      phase = 'stopping';
    },
    isStopping: () => phase === 'stopping',
    isReady: async () => (await state()).ready,
    dependencies: async (withinMs) => Object.fromEntries(await ask(withinMs)),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answersIn(withinMs: number, { check }: Dependency): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, withinMs, false);
  });
  const answer = check().catch(() => false);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
