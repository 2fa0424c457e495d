import { randomBytes } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { eventStream } from '@livechat/contracts/permissions';
import { connect } from 'nats';

/** Copies the configuration of NATS and adds a user who may delete streams, which no user of ours may. */
export function allowDeletingStreams(from: string, to: string): (natsUrl: string) => Promise<void> {
  cpSync(from, to, { recursive: true });
  const file = join(to, 'permissions.conf');
  const pass = randomBytes(16).toString('hex');
  const added = `users: [\n    { user: saboteur, password: "${pass}" }\n`;
  writeFileSync(file, readFileSync(file, 'utf8').replace('users: [', added));
  return async (natsUrl) => {
    const { host } = new URL(natsUrl);
    const connection = await connect({ servers: host, user: 'saboteur', pass, timeout: 5_000 });
    try {
      const reply = await connection.request(`$JS.API.STREAM.DELETE.${eventStream}`, '', { timeout: 5_000 });
      if (!reply.json<{ success?: boolean }>().success) throw new Error(`the stream stays: ${reply.string()}`);
    } finally {
      await connection.close();
    }
  };
}

/** FLUSHALL, over a plain connection. */
export async function flushRedis(redisUrl: string): Promise<void> {
  const { port, password } = new URL(redisUrl);
  const socket = connectTcp({ host: '127.0.0.1', port: Number(port) });
  socket.setTimeout(5_000, () => socket.destroy(new Error('Redis does not answer')));
  socket.write(`AUTH ${password}\r\nFLUSHALL\r\n`);
  let heard = '';
  for await (const data of socket) {
    heard += data;
    if (heard === '+OK\r\n+OK\r\n') return;
  }
  throw new Error(`not flushed: ${heard}`);
}

/** The process and all below it. */
export function withChildren(pid: number | undefined): number[] {
  if (pid === undefined) return [];
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // pid (name) state ppid …, and a name may hold anything but the last parenthesis.
      const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      parents.set(Number(name), Number(parent));
    } catch {
      // It ended meanwhile.
    }
  }
  const found = [pid];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found;
}
