import { WebSocket } from 'ws';
import type { Received, Receivers } from './jobs.ts';

/** After the last frame nothing more comes. */
const quietMs = 3_000;

// A process of its own: it says `ready` when all have joined, and what they got when all have it, or nothing more comes.
process.once('message', async (job: Receivers) => {
  const counted = await receive(job);
  process.send?.(counted, () => process.exit());
});
process.once('disconnect', () => process.exit());

async function receive({ url, followers, kind, frames: expected }: Receivers): Promise<Received> {
  const path = kind === 'ws' ? '/?' : '/socket.io/?EIO=4&transport=websocket&';
  const address = `${url.replace(/^http/, 'ws')}${path}room=`;
  let frames = 0;
  let first = 0;
  let last = 0;
  const onFrame = () => {
    last = performance.now();
    if (frames === 0) first = last;
    frames += 1;
  };
  const sockets: WebSocket[] = [];
  for (const { token, conversationId } of followers) {
    const socket = new WebSocket(`${address}${conversationId}`, { perMessageDeflate: false });
    sockets.push(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      if (kind === 'ws') socket.once('open', resolve);
      socket.on('message', (data: Buffer) => {
        // The first signs tell what it is; to read more of it would cost more than what is measured.
        const start = data.toString('latin1', 0, 9);
        if (kind === 'ws' || start === '42["new-c' || start === '42["new-u') return onFrame();
        if (start === '2') return socket.send('3');
        if (start.startsWith('0')) return socket.send(`40${JSON.stringify({ token })}`);
        if (start.startsWith('40') && kind === 'socket.io') return resolve();
        if (start.startsWith('40')) return socket.send(`420["join-chat",{"conversationId":${conversationId}}]`);
        if (start.startsWith('430')) resolve();
      });
    });
  }
  process.send?.('ready');
  const begun = performance.now();
  while (frames < expected && performance.now() - Math.max(last, begun) < (frames === 0 ? 10 * quietMs : quietMs)) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  for (const socket of sockets) socket.terminate();
  return { frames, tookMs: last - first };
}
