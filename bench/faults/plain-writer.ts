import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Message } from '@livechat/contracts/chat/message';
import type { Socket } from 'socket.io-client';
import type { Scene } from './cast.ts';
import type { Written } from './ledger.ts';
import type { Person } from './people.ts';
import { ask, basePath } from './rest.ts';
import { askSocket } from './socket.ts';

const retryAfterMs = 200;
const giveUpAfterMs = 60_000;

/** Repeats `attempt` until it gives something, as every client of api.md does; blames the fault that lasts too long. */
async function surely<Value>(
  { ledger }: Scene,
  what: string,
  attempt: (number: number) => Promise<Value | undefined>,
): Promise<Value | undefined> {
  const giveUpAt = performance.now() + giveUpAfterMs;
  for (let number = 0; performance.now() < giveUpAt; number += 1) {
    const value = await attempt(number);
    if (value !== undefined) return value;
    await delay(retryAfterMs);
  }
  ledger.blame('refused', `${what}: not acknowledged within ${giveUpAfterMs / 1_000} s`);
  return undefined;
}

/**
 * Sends until it is acknowledged, by one door and then the other, always under the same clientMessageId. Staff cannot
 * write where it is closed: then they leave it, and it is undefined.
 */
export async function sendSurely(
  scene: Scene,
  person: Person,
  socket: Socket,
  conversationId: number,
  text: string,
): Promise<Message | undefined> {
  const { baseUrl, ledger } = scene;
  const clientMessageId = randomUUID();
  ledger.write(clientMessageId, text, person.canary);
  const body = { message: text, clientMessageId };
  const first = scene.random() < 0.5 ? 0 : 1;
  const end = await surely(scene, text, async (number) => {
    if ((first + number) % 2 === 0 || !socket.connected) {
      const path = `${basePath(person)}/${conversationId}/messages`;
      const answer = await ask<{ message: Message; code?: string }>(baseUrl, ledger, person, ['POST', path], body);
      if (answer && answer.status < 300) return answer.body.message;
      return person.role === 'admin' && answer?.body.code === 'CONVERSATION_CLOSED'
        ? closedAt(number)
        : refusal(scene, text, answer?.status);
    }
    const answer = await askSocket<{ message: Message }>(ledger, socket, 'send-chat-message', {
      conversationId,
      ...body,
    });
    if (answer?.ok) return answer.message;
    return person.role === 'admin' && answer?.error.code === 'CONVERSATION_CLOSED'
      ? closedAt(number)
      : refusal(scene, text, answer?.status);
  });
  if (!end) return undefined;
  if ('refused' in end) {
    ledger.refuse(clientMessageId, end.refused);
    return undefined;
  }
  ledger.acknowledge(end);
  return end;
}

/** A first attempt that is refused is not stored; before a later one there were others, perhaps still on their way. */
const closedAt = (attempt: number) => ({ refused: attempt === 0 ? ('surely' as const) : ('perhaps' as const) });

/** Opens a conversation until it is acknowledged. */
export async function openSurely(scene: Scene, person: Person, text: string): Promise<number | undefined> {
  const { baseUrl, ledger } = scene;
  const clientMessageId = randomUUID();
  ledger.write(clientMessageId, text, person.canary);
  const body = { subject: person.canary, message: text, clientMessageId };
  const opened = await surely(scene, text, async () => {
    const path: [string, string] = ['POST', basePath(person)];
    const answer = await ask<{ conversation: { id: number }; message: Message }>(baseUrl, ledger, person, path, body);
    if (answer && answer.status < 300) return answer.body;
    return refusal(scene, text, answer?.status);
  });
  if (!opened) return undefined;
  ledger.acknowledge(opened.message);
  scene.opened(opened.conversation.id, person);
  return opened.conversation.id;
}

/** Gives a message another text; what was not acknowledged may have been done all the same. */
export async function edit(scene: Scene, person: Person, written: Written, text: string): Promise<void> {
  const { acknowledged } = written;
  if (!acknowledged) return;
  const attempt = { text, acknowledged: false };
  written.edits.push(attempt);
  const path = `${basePath(person)}/${acknowledged.conversationId}/messages/${acknowledged.id}`;
  const answer = await ask(scene.baseUrl, scene.ledger, person, ['PATCH', path], { message: text });
  attempt.acknowledged = answer?.status === 200;
  refusal(scene, text, answer?.status);
}

/** An outage is answered with 503; anything else is said to a person who did nothing wrong. */
export function refusal({ ledger }: Scene, text: string, status: number | undefined): undefined {
  if (status !== undefined && status >= 400 && status < 500) ledger.blame('refused', `${text}: refused with ${status}`);
}
