import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';
import { percentile } from '../../bench/faults/deliveries.ts';
import { newPerson } from '../../bench/faults/people.ts';

export interface Sends {
  sends: number;
  /** In words, one for each send that was not acknowledged, though it was repeated as docs/clients.md says. */
  failures: string[];
  /** In words, one for each time that a send had to be repeated. */
  repeats: string[];
  p99Ms: number;
}

const everyMs = 100;
const timeoutMs = 10_000;

const attempts = 5;

/** People who write all the time: half by requests, half on sockets while they are connected. */
export async function startSenders(baseUrl: string, jwtSecret: string, people: number): Promise<() => Promise<Sends>> {
  const times: number[] = [];
  const failures: string[] = [];
  const repeats: string[] = [];
  let sends = 0;
  let writing = true;
  const sockets: Socket[] = [];

  const post = async (token: string, path: string, body: object) => {
    const response = await fetch(baseUrl + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text.slice(0, 200)}`);
    return JSON.parse(text);
  };
  const emit = async (socket: Socket, event: object) => {
    const answer = await socket.timeout(timeoutMs).emitWithAck('send-chat-message', event);
    if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  };

  const write = async (index: number) => {
    const { token } = newPerson('user', jwtSecret);
    const first = { subject: 'Steady', message: 'begin', clientMessageId: randomUUID() };
    let conversationId = 0;
    const refusals = await surely(async () => {
      conversationId = Number((await post(token, '/api/chat/conversations', first)).conversation.id);
    });
    if (conversationId === 0) throw new Error(refusals.join(', then '));
    const options = { auth: { token }, transports: ['websocket'], forceNew: true };
    const socket = index % 2 === 0 ? undefined : io(baseUrl, options);
    if (socket) sockets.push(socket);
    while (writing) {
      await delay(everyMs);
      if (socket && !socket.connected) continue;
      const message = { message: `no. ${sends}`, clientMessageId: randomUUID() };
      const startedAt = performance.now();
      sends += 1;
      const words = await surely(() =>
        socket
          ? emit(socket, { conversationId, ...message })
          : post(token, `/api/chat/conversations/${conversationId}/messages`, message),
      );
      if (words.length === attempts) failures.push(words.join(', then '));
      else times.push(performance.now() - startedAt);
      repeats.push(...words);
    }
  };
  const blame = (thrown: unknown) => void failures.push(`a conversation is not opened: ${thrown}`);
  const running = Promise.all(Array.from({ length: people }, (_, index) => write(index).catch(blame)));

  return async () => {
    writing = false;
    await running;
    for (const socket of sockets) socket.close();
    return { sends, failures, repeats, p99Ms: percentile(times, 0.99) };
  };
}

/** What was said each time that it did not succeed. */
async function surely(send: () => Promise<unknown>): Promise<string[]> {
  const words: string[] = [];
  while (words.length < attempts) {
    try {
      await send();
      return words;
    } catch (thrown) {
      words.push(`${new Date().toISOString()} ${thrown}`);
      await delay(500);
    }
  }
  return words;
}
