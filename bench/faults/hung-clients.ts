import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { newPerson } from './people.ts';
import type { World } from './world.ts';

/** Connections whose other end has stopped: some sign in as staff, who hear of everything, and read nothing any more; others never say a word. */
export async function hangClients(
  { baseUrl, jwtSecret }: World,
  count: { sockets: number; idle: number },
): Promise<{ end(): void }> {
  const port = Number(new URL(baseUrl).port);
  const open: Socket[] = [];
  const dial = async () => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.on('error', () => {});
    open.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  for (let n = 0; n < count.idle; n += 1) await dial();
  for (let n = 0; n < count.sockets; n += 1) {
    const socket = await dial();
    socket.write(upgrade(port));
    await once(socket, 'data');
    const { token } = newPerson('admin', jwtSecret);
    socket.write(frame(`40${JSON.stringify({ token })}`));
    await delay(20);
    socket.pause();
  }
  return {
    end() {
      for (const socket of open) socket.destroy();
    },
  };
}

function upgrade(port: number): string {
  return [
    'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n');
}

/** One masked text frame (RFC 6455, 5.2), of less than 64 KiB. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const mask = randomBytes(4);
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 255];
  return Buffer.concat([
    Buffer.from([0x81, ...length]),
    mask,
    payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0)),
  ]);
}
