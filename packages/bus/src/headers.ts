import { Actor } from '@livechat/contracts/actor';
import { headers, type MsgHdrs } from 'nats';

const actorHeader = 'Livechat-Actor';
const requestIdHeader = 'Livechat-Request-Id';
const timeLeftHeader = 'Livechat-Time-Left-Ms';
const busyHeader = 'Livechat-Busy';

/** The trace that something is part of (W3C Trace Context, level 1), as on HTTP. Empty when it is part of none. */
export interface TraceHeaders {
  traceparent?: string;
  tracestate?: string;
}

export interface RequestHeaders {
  actor: Actor;
  requestId: string;
  timeLeftMs: number;
  trace: TraceHeaders;
}

export function writeHeaders({ actor, requestId, timeLeftMs, trace }: RequestHeaders): MsgHdrs {
  const written = writeTrace(trace) ?? headers();
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
  return { actor: actor.data, requestId, timeLeftMs, trace: readTrace(received) };
}

/** Whoever answers is close to refusing: its callers may leave out what nobody needs. */
export function writeBusy(written: MsgHdrs = headers()): MsgHdrs {
  written.set(busyHeader, '1');
  return written;
}

export function saysBusy(received: MsgHdrs | undefined): boolean {
  return received?.has(busyHeader) ?? false;
}

const traceparentPattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;
const tracestatePattern = /^[\x20-\x7e]{1,512}$/;

/** Undefined when there is none to write. */
export function writeTrace({ traceparent, tracestate }: TraceHeaders): MsgHdrs | undefined {
  if (traceparent === undefined) return undefined;
  const written = headers();
  written.set('traceparent', traceparent);
  if (tracestate !== undefined) written.set('tracestate', tracestate);
  return written;
}

export function readTrace(received: MsgHdrs | undefined): TraceHeaders {
  return received ? checkTrace(received.get('traceparent'), received.get('tracestate')) : {};
}

/** Anybody can send these headers: what is malformed counts as absent. */
export function checkTrace(traceparent: unknown, tracestate: unknown): TraceHeaders {
  if (typeof traceparent !== 'string' || !traceparentPattern.test(traceparent)) return {};
  const sane = typeof tracestate === 'string' && tracestatePattern.test(tracestate);
  return sane ? { traceparent, tracestate } : { traceparent };
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
