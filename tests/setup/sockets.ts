import type { ServerEvents } from '@livechat/contracts/socket';
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { afterEach, inject, vi } from 'vitest';
import type { Person } from './people.ts';
import { asyncApi, holdSocket } from './reference.ts';

export interface TestSocket {
  socket: Socket;
  /** Everything of one name that came so far. */
  received<Name extends keyof ServerEvents>(name: Name): ServerEvents[Name][];
  /** Emits and resolves to the acknowledgement. */
  ask(event: string, ...args: unknown[]): Promise<Acknowledgement>;
  /** The realtime instance that serves it, by name. */
  instance(): string;
}

export interface Acknowledgement {
  ok: boolean;
  error?: { code: string; message: string };
  [field: string]: unknown;
}

const open = new Set<Socket>();

afterEach(() => {
  for (const socket of open) socket.close();
  open.clear();
});

type Options = Partial<ManagerOptions & SocketOptions>;

/** A plain Socket.IO client, as existing apps use it; closed after the test. */
export function openSocket(options: Options, address = inject('system').gateway): Socket {
  const socket = io(address, { forceNew: true, reconnectionDelay: 50, ...options });
  open.add(socket);
  return socket;
}

export async function connectSocket(
  { token }: Pick<Person, 'token'>,
  options: Options = {},
  address = inject('system').gateway,
): Promise<TestSocket> {
  const socket = openSocket({ auth: { token }, transports: ['websocket'], ...options }, address);
  const events: { name: string; payload: unknown }[] = [];
  socket.onAny((name: string, payload: unknown) => {
    events.push({ name, payload });
    holdSocket(name, payload);
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    // A refusal is final; a cut connection is tried again by the client itself.
    socket.on('connect_error', (err) => {
      if (!socket.active) reject(err);
    });
  });
  return {
    socket,
    received: (name) => events.flatMap((event) => (event.name === name ? [event.payload as never] : [])),
    async ask(event, ...args) {
      const answer = await socket.timeout(5_000).emitWithAck(event, ...args);
      if (Object.hasOwn(asyncApi.components.messages, event)) holdSocket(`${event}.acknowledgement`, answer);
      return answer;
    },
    instance: () => (socket.io.engine.id ?? '').split('.')[0] ?? '',
  };
}

/** Sockets of one person on two different realtime instances; one that an earlier test killed may just be starting. */
export async function connectToBoth(person: Person): Promise<[TestSocket, TestSocket]> {
  const first = await connectSocket(person);
  const second = await vi.waitFor(
    async () => {
      const other = await connectSocket(person);
      if (other.instance() !== first.instance()) return other;
      other.socket.close();
      throw new Error('only one realtime instance answers');
    },
    { timeout: 15_000, interval: 20 },
  );
  return [first, second];
}

export async function join(socket: TestSocket, conversationId: number, fields: object = {}): Promise<Acknowledgement> {
  const answer = await socket.ask('join-chat', { conversationId, ...fields });
  if (!answer.ok) throw new Error(`not joined: ${JSON.stringify(answer.error)}`);
  return answer;
}
