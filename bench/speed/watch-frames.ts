import { WebSocket } from 'ws';

/** One agent who joined conversations and says when each message was on the wire to them. */
export interface Watcher {
  /** Resolves to the moment at which the frame with this clientMessageId came. */
  arrival(clientMessageId: string): Promise<number>;
  close(): void;
}

const joinTimeoutMs = 30_000;

/**
 * Socket.IO as it is on the wire: a client that parsed every frame would take more of the machine than what is measured.
 */
export async function watchFrames(sockets: string, token: string, conversationIds: number[]): Promise<Watcher> {
  const socket = new WebSocket(`${sockets.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`);
  const waiting = new Map<string, (at: number) => void>();
  const joined = new Set<number>();
  let ready = () => {};
  let fail = (_why: Error) => {};
  const allJoined = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`joined ${joined.size} of ${conversationIds.length}`)),
      joinTimeoutMs,
    );
    ready = () => {
      clearTimeout(timer);
      resolve();
    };
    fail = reject;
    socket.once('error', reject);
  });
  const join = (index: number) => {
    const conversationId = conversationIds[index];
    if (conversationId === undefined) return ready();
    socket.send(`42${index}${JSON.stringify(['join-chat', { conversationId }])}`);
  };
  socket.on('message', (data: Buffer) => {
    const at = performance.now();
    const frame = data.toString('latin1');
    if (frame === '2') return socket.send('3');
    if (frame.startsWith('0')) return socket.send(`40${JSON.stringify({ token })}`);
    if (frame.startsWith('40')) return join(0);
    const answer = /^43(\d+)/.exec(frame);
    if (answer) {
      if (!frame.includes('"ok":true')) return fail(new Error(`cannot join: ${frame}`));
      joined.add(Number(answer[1]));
      return join(Number(answer[1]) + 1);
    }
    const [, id = ''] = /"clientMessageId":"([^"]+)"/.exec(frame) ?? [];
    waiting.get(id)?.(at);
    waiting.delete(id);
  });
  await allJoined;
  return {
    arrival: (clientMessageId) => new Promise((resolve) => waiting.set(clientMessageId, resolve)),
    close: () => socket.terminate(),
  };
}
