import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';

/** What a process keeps for itself, in KiB (RssAnon of /proc). */
function residentKiB(pid: number): number {
  const [, kib = '0'] = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib);
}

export interface Memory {
  /** As the process is, with what a collection would free. */
  asIsKiB: number;
  /** After collections. */
  neededKiB: number;
}

/** Until what connecting has begun is done. */
const quietMs = 10_000;
const rounds = 3;
/** What is freed goes back to the system a little later. */
const restMs = 2_000;

/** Of a Node process, which its inspector is asked to collect: one process at a time, since all listen on one port. */
export async function memoryOf(pid: number): Promise<Memory> {
  await wait(quietMs);
  const asIsKiB = residentKiB(pid);
  for (let round = 0; round < rounds; round += 1) {
    await collect(pid);
    await wait(restMs);
  }
  return { asIsKiB, neededKiB: residentKiB(pid) };
}

const inspector = 'http://127.0.0.1:9229/json';
const patienceMs = 10_000;

async function collect(pid: number): Promise<void> {
  // Makes any Node process listen for a debugger.
  process.kill(pid, 'SIGUSR1');
  const until = performance.now() + patienceMs;
  let url: string | undefined;
  while (url === undefined) {
    if (performance.now() > until) throw new Error('the inspector of a process does not answer');
    await wait(100);
    const targets = await fetch(inspector)
      .then((answer) => answer.json() as Promise<{ webSocketDebuggerUrl: string; title: string }[]>)
      .catch(() => []);
    url = targets[0]?.webSocketDebuggerUrl;
  }
  const socket = new WebSocket(url, { perMessageDeflate: false });
  await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('open', () => socket.send('{"id": 1, "method": "HeapProfiler.collectGarbage"}'));
    socket.once('message', resolve);
  });
  socket.terminate();
}
