import { randomUUID } from 'node:crypto';
import type { Call } from '@livechat/bus/call';
import { conversationHeads } from '@livechat/contracts/chat/conversation-heads';
import { listMessages } from '@livechat/contracts/chat/list-messages';
import type { Message } from '@livechat/contracts/chat/message';
import { isFailure } from '@livechat/contracts/errors';

const realtime = { role: 'service', name: 'realtime' } as const;
const pageSize = 100;
const maxHeads = 1_000;

/** What realtime reads from chat on its own account, to mend what it did not hear. */
export interface Store {
  /** A page in ascending seq; undefined when chat is away. */
  readAfter(conversationId: number, seq: number): Promise<{ messages: Message[]; hasMore: boolean } | undefined>;
  /** The newest seq by conversation; undefined when chat is away. */
  readHeads(conversationIds: readonly number[]): Promise<Map<number, number> | undefined>;
}

export function createStore(call: Call): Store {
  return {
    async readAfter(conversationId, seq) {
      const input = { conversationId, after: seq, limit: pageSize };
      const answer = await call(listMessages, input, { actor: realtime, requestId: randomUUID() });
      return isFailure(answer) ? undefined : answer;
    },
    async readHeads(conversationIds) {
      const heads = new Map<number, number>();
      for (let from = 0; from < conversationIds.length; from += maxHeads) {
        const input = { conversationIds: conversationIds.slice(from, from + maxHeads) };
        const answer = await call(conversationHeads, input, { actor: realtime, requestId: randomUUID() });
        if (isFailure(answer)) return undefined;
        for (const { conversationId, lastSeq } of answer.heads) heads.set(conversationId, lastSeq);
      }
      return heads;
    },
  };
}
