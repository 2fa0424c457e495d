import { WebSocket } from 'ws';
import type { Holding } from './jobs.ts';

// A process of its own that opens connections, tells when all have joined, and holds them until its parent goes away.
process.once('message', async (job: Holding) => {
  await holdAll(job);
  process.send?.('joined');
});
process.once('disconnect', () => process.exit());

const atOnce = 50;

async function holdAll({ url, kind, followers }: Holding): Promise<void> {
  const left = [...followers];
  const worker = async () => {
    for (let one = left.pop(); one; one = left.pop()) await open(url, kind, one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Resolves when the server has taken it in. */
function open(
  url: string,
  kind: Holding['kind'],
  { token, conversationId }: Holding['followers'][number],
): Promise<void> {
  const path = kind === 'ws' ? `/?conversation=${conversationId}` : '/socket.io/?EIO=4&transport=websocket';
  const headers = { authorization: `Bearer ${token}` };
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}${path}`, { headers, perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', (code) => {
      process.stderr.write(`a connection was closed: ${code}\n`);
      process.exit(1);
    });
    if (kind === 'ws') socket.once('open', resolve);
    socket.on('message', (data: Buffer) => {
      const frame = data.toString('latin1');
      if (frame === '2') return socket.send('3');
      if (frame.startsWith('0')) return socket.send(`40${JSON.stringify({ token })}`);
      if (frame.startsWith('40')) return socket.send(`420["join-chat",{"conversationId":${conversationId}}]`);
      if (!frame.startsWith('430')) return;
      if (kind === 'socket.io' || frame.includes('"ok":true')) return resolve();
      // Refused for want of time: asked again, as a client does.
      setTimeout(() => socket.send(`420["join-chat",{"conversationId":${conversationId}}]`), 1_000);
    });
  });
}
