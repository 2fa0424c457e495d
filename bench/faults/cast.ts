import type { Conversation } from '@livechat/contracts/chat/conversation';
import type { Message } from '@livechat/contracts/chat/message';
import type { Ledger } from './ledger.ts';
import { createCustomer, createStaff } from './package-clients.ts';
import { newPerson, type Person } from './people.ts';
import { createPlainCustomer } from './plain-customer.ts';
import { createPlainStaff } from './plain-staff.ts';

/** What every writer and reader of one fault is given. */
export interface Scene {
  baseUrl: string;
  ledger: Ledger;
  /** From 0 to 1, from the seed. */
  random(): number;
  /** A conversation is open from now on, and everything in it is meant for this customer and for staff. */
  opened(conversationId: number, customer: Person): void;
  conversations: ReadonlyMap<number, Person>;
  /** True while people write. */
  writing(): boolean;
}

/** Somebody with an app, who writes while the scene says so. */
export interface Actor {
  /** With which client. */
  kind: string;
  person: Person;
  /** Resolves when everything that was written is acknowledged; the fault is over by then. */
  finished: Promise<void>;
  /** What is on the screen for each conversation, in order, once nothing is on its way any more; undefined before. */
  shown(conversationId: number): readonly Message[] | undefined;
  /** What the screen says of a conversation itself. */
  conversation(conversationId: number): Conversation | undefined;
  follows(conversationId: number): boolean;
  close(): void;
}

/** Customers and staff, with the client package and with plain clients. */
export function enter(scene: Scene, jwtSecret: string): Actor[] {
  const user = () => newPerson('user', jwtSecret);
  const staff = () => newPerson('admin', jwtSecret);
  return [
    ...[user(), user(), user(), user()].map((person) => createCustomer(scene, person)),
    ...[user(), user(), user(), user()].map((person) => createPlainCustomer(scene, person)),
    ...[staff(), staff()].map((person) => createStaff(scene, person)),
    createPlainStaff(scene, staff()),
  ];
}
