import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { readServers } from '@livechat/bus/read-servers';
import { messageCreated } from '@livechat/contracts/chat/events';
import { type Payload, subjectOf } from '@livechat/contracts/contract';
import { inboxPrefix } from '@livechat/contracts/permissions';
import type { Stack } from '@livechat/stack/start-stack';
import { connect } from 'nats';
import { madeUpText } from '../load/made-up-text.ts';
import { createPoster, postHead } from '../load/post.ts';

type Created = Payload<typeof messageCreated>;

/** A conversation, by what was told of its first message, and its customer. */
export interface Opened {
  token: string;
  first: Created;
}

/** Writes messages, to one room after the other. */
export type Send = (conversations: readonly Opened[], messages: number) => Promise<void>;

export interface Writers {
  open(token: string): Promise<Opened>;
  /** The whole way: by the gateway, stored by chat. */
  byRest: Send;
  /** As chat tells of a message, without the message: what realtime can do when nothing in front of it is slower. */
  byBus: Send;
  close(): Promise<void>;
}

const sendersAtOnce = 20;

export async function createWriters(stack: Stack): Promise<Writers> {
  const { gateway } = stack.manifest();
  const { NATS_URL = '', NATS_USER, NATS_PASSWORD = '' } = await stack.serviceEnvironment('chat');
  const credentials = NATS_USER ? { user: NATS_USER, pass: NATS_PASSWORD } : {};
  const nats = await connect({ ...readServers(NATS_URL), ...credentials, inboxPrefix: inboxPrefix('chat') });
  const poster = createPoster(new URL(gateway));
  // Realtime remembers which messages staff were told of, so that each has a number of its own, in all rounds.
  let seq = 1_000_000;

  const post = async (token: string, path: string, body: object): Promise<void> => {
    const head = postHead(new URL(`${gateway}/api/chat/${path}`), token);
    // What is refused is sent again, as a client does.
    while ((await poster.post(head, JSON.stringify(body))).end !== '201') await wait(20);
  };

  return {
    async open(token) {
      const response = await fetch(`${gateway}/api/chat/conversations`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ subject: 'My order', message: madeUpText() }),
      });
      if (response.status !== 201) throw new Error(`no conversation: ${response.status} ${await response.text()}`);
      // With its first message a conversation is at revision 1.
      return { token, first: { revision: 1, ...((await response.json()) as Omit<Created, 'revision'>) } };
    },
    async byRest(conversations, messages) {
      let sent = 0;
      const sender = async () => {
        while (sent < messages) {
          const { token, first } = conversations[sent % conversations.length] as Opened;
          sent += 1;
          const body = { message: madeUpText(), clientMessageId: randomUUID() };
          await post(token, `conversations/${first.conversation.id}/messages`, body);
        }
      };
      await Promise.all(Array.from({ length: sendersAtOnce }, sender));
    },
    async byBus(conversations, messages) {
      const revisions = new Map(conversations.map(({ first }) => [first.conversation.id, first.revision]));
      for (let sent = 0; sent < messages; sent += 1) {
        const { first } = conversations[sent % conversations.length] as Opened;
        const { conversation } = first;
        const revision = (revisions.get(conversation.id) ?? 0) + 1;
        revisions.set(conversation.id, revision);
        seq += 1;
        const message = { ...first.message, seq, id: seq, message: madeUpText() };
        nats.publish(
          subjectOf(messageCreated, conversation.id),
          JSON.stringify({ revision, conversation, message } satisfies Created),
        );
        if (sent % sendersAtOnce === 0) await wait(1);
      }
      await nats.flush();
    },
    async close() {
      poster.close();
      await nats.close();
    },
  };
}
