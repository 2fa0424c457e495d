import { z } from 'zod';
import { Role } from '../actor.ts';
import { request, signal } from '../contract.ts';
import { Id } from '../fields.ts';

export const readPresence = request({
  name: 'readPresence',
  subject: 'livechat.v1.rpc.realtime.presence.read',
  owner: 'realtime',
  callers: ['chat', 'gateway'],
  actors: ['service'],
  summary: 'Who of these people has a socket open, and whether any member of staff has',
  rest: [],
  input: z.object({ userIds: z.array(Id).max(1000), adminIds: z.array(Id).max(1000) }),
  output: z.object({ userIds: z.array(Id), adminIds: z.array(Id), supportOnline: z.boolean() }),
  errors: [],
  timeoutMs: 300,
});

export const presenceChanged = signal({
  name: 'presenceChanged',
  subject: 'livechat.v1.signal.presence.changed',
  owner: 'realtime',
  listeners: ['realtime'],
  summary: "Somebody's first socket opened, or their last one closed; `supportOnline` as it is after that",
  payload: z.object({ userType: Role, userId: Id, online: z.boolean(), supportOnline: z.boolean() }),
});
