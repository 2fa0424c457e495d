import { z } from 'zod';
import { event, request } from '../contract.ts';
import { UpToSeq } from '../fields.ts';

/** Canaries count 1, 2, 3, …, those of all instances together. */
const CanarySeq = z.int().positive();

export const sendCanary = request({
  name: 'sendCanary',
  subject: 'livechat.v1.rpc.chat.canary.send',
  owner: 'chat',
  callers: ['realtime'],
  actors: ['service'],
  summary: 'Take a message that is in no conversation through all that a message goes through',
  rest: [],
  input: z.object({
    /** Of one process, new at each start. */
    source: z.uuid(),
    /** The newest canary that it heard, of anybody; 0 for none yet. */
    heardSeq: UpToSeq,
    /** Who asked longer ago does not count as being there. */
    withinMs: z.int().positive().max(3_600_000),
  }),
  output: z.object({
    seq: CanarySeq,
    /** Moderation answered. */
    reviewed: z.boolean(),
    /** The stream has the event, so that whoever listens could hear it. */
    told: z.boolean(),
    /** The newest that another process heard; 0 for none. */
    heardElsewhere: UpToSeq,
  }),
  errors: [],
  // A message has 2.5 s. A canary waits for the stream besides, which a message does not.
  timeoutMs: 5_000,
});

export const canaryTold = event({
  name: 'canaryTold',
  subject: 'livechat.v1.event.canary.told',
  owner: 'chat',
  listeners: ['realtime'],
  summary: 'A canary was stored: every realtime instance hears those of all',
  payload: z.object({ source: z.uuid(), seq: CanarySeq }),
});
