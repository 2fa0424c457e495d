import { randomUUID } from 'node:crypto';
import type { Call } from '@livechat/bus/call';
import { conversationHeads } from '@livechat/contracts/chat/conversation-heads';
import { listChangedMessages } from '@livechat/contracts/chat/list-changed-messages';
import type { Input, Output } from '@livechat/contracts/contract';
import { isFailure } from '@livechat/contracts/errors';

const realtime = { role: 'service', name: 'realtime' } as const;
const maxHeads = 1_000;

/** What realtime reads from chat on its own account, to mend what it did not hear. */
export interface Store {
  /** A page of what is new or changed, in ascending seq; undefined when chat is away. */
  readChanged(input: Input<typeof listChangedMessages>): Promise<Output<typeof listChangedMessages> | undefined>;
  /** The newest revision by conversation; undefined when chat is away. */
  readHeads(conversationIds: readonly number[]): Promise<Map<number, number> | undefined>;
}

export function createStore(call: Call): Store {
  return {
    async readChanged(input) {
      const answer = await call(listChangedMessages, input, { actor: realtime, requestId: randomUUID() });
      return isFailure(answer) ? undefined : answer;
    },
    async readHeads(conversationIds) {
      const heads = new Map<number, number>();
      for (let from = 0; from < conversationIds.length; from += maxHeads) {
        const input = { conversationIds: conversationIds.slice(from, from + maxHeads) };
        const answer = await call(conversationHeads, input, { actor: realtime, requestId: randomUUID() });
        if (isFailure(answer)) return undefined;
        for (const { conversationId, revision } of answer.heads) heads.set(conversationId, revision);
      }
      return heads;
    },
  };
}
