import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Holding, Said } from './jobs.ts';

// A process of its own that opens connections, tells when all have joined, and holds them until its parent goes away. One
// that is closed is opened again, and the parent told of it.
process.once('message', async (job: Holding) => {
  await holdAll(job);
  say('joined');
});
process.once('disconnect', () => process.exit());

const atOnce = 50;
const pauseMs = 1_000;
/** Of one connection in a row: then the server takes it no more. */
const mostFailures = 10;
const say = (what: Said) => process.send?.(what);

async function holdAll({ url, kind, followers }: Holding): Promise<void> {
  const left = [...followers];
  const worker = async () => {
    for (let one = left.pop(); one; one = left.pop()) await keepOpen(url, kind, one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Resolves when the server has taken it in for the first time. */
function keepOpen(url: string, kind: Holding['kind'], follower: Holding['followers'][number]): Promise<void> {
  return new Promise((resolve) => {
    let failed = 0;
    const joined = () => {
      if (failed > 0) say('opened again');
      failed = 0;
      resolve();
    };
    const open = () => {
      connect(url, kind, follower, joined).once('close', async (code) => {
        process.stderr.write(`a connection was closed: ${code}\n`);
        failed += 1;
        if (failed === mostFailures) process.exit(1);
        await wait(pauseMs);
        open();
      });
    };
    open();
  });
}

function connect(
  url: string,
  kind: Holding['kind'],
  { token, conversationId }: Holding['followers'][number],
  joined: () => void,
): WebSocket {
  const path = kind === 'ws' ? `/?conversation=${conversationId}` : '/socket.io/?EIO=4&transport=websocket';
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, { headers, perMessageDeflate: false });
  // It is closed then, too.
  socket.on('error', ({ message }) => process.stderr.write(`a connection failed: ${message}\n`));
  if (kind === 'ws') socket.once('open', joined);
  socket.on('message', (data: Buffer) => {
    const frame = data.toString('latin1');
    if (frame === '2') return socket.send('3');
    if (frame.startsWith('0')) return socket.send(`40${JSON.stringify({ token })}`);
    if (frame.startsWith('40')) return socket.send(`420["join-chat",{"conversationId":${conversationId}}]`);
    if (!frame.startsWith('430')) return;
    if (kind === 'socket.io' || frame.includes('"ok":true')) return joined();
    // Refused for want of time: asked again, as a client does.
    setTimeout(() => socket.send(`420["join-chat",{"conversationId":${conversationId}}]`), 1_000);
  });
  return socket;
}
