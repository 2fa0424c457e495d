import { type EventContract, type Payload, subjectOf } from '@livechat/contracts/contract';
import type { DatabaseTransaction } from './database.ts';

/** An event as its row is written: in the transaction that makes it true. */
export interface NewEvent {
  subject: string;
  payload: string;
}

export interface StoredEvent extends NewEvent {
  id: number;
  event_id: string;
}

export function newEvent<E extends EventContract>(contract: E, conversationId: number, payload: Payload<E>): NewEvent {
  return { subject: subjectOf(contract, conversationId), payload: JSON.stringify(payload) };
}

export function insertEvents(tx: DatabaseTransaction, events: NewEvent[]): Promise<StoredEvent[]> {
  return tx.insertInto('chat_outbox').values(events).returning(['id', 'event_id', 'subject', 'payload']).execute();
}
