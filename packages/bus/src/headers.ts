import { Actor } from '@livechat/contracts/actor';
import { headers, type MsgHdrs } from 'nats';

const actorHeader = 'Livechat-Actor';
const requestIdHeader = 'Livechat-Request-Id';
const timeLeftHeader = 'Livechat-Time-Left-Ms';

export interface RequestHeaders {
  actor: Actor;
  requestId: string;
  timeLeftMs: number;
}

export function writeHeaders({ actor, requestId, timeLeftMs }: RequestHeaders): MsgHdrs {
  const written = headers();
  written.set(actorHeader, asciiJson(actor));
  written.set(requestIdHeader, requestId);
  written.set(timeLeftHeader, String(Math.floor(timeLeftMs)));
  return written;
}

/** Undefined when a header is missing or malformed: such a request came from no edge and no service of ours. */
export function readHeaders(received: MsgHdrs | undefined): RequestHeaders | undefined {
  if (!received) return undefined;
  const actor = Actor.safeParse(parseJson(received.get(actorHeader)));
  const requestId = received.get(requestIdHeader);
  const timeLeftMs = Number(received.get(timeLeftHeader));
  if (!actor.success || requestId === '' || !(timeLeftMs > 0 && timeLeftMs <= 60_000)) return undefined;
  return { actor: actor.data, requestId, timeLeftMs };
}

/** Header values are one line of ASCII; names of people are not. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
