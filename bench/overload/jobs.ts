/** What the load process is told, and what it answers. Times are in milliseconds. */
export type Job =
  | { kind: 'closed'; senders: Sender[]; concurrency: number; durationMs: number }
  | { kind: 'open'; senders: Sender[]; perSecond: number; durationMs: number }
  | { kind: 'typing'; gateway: string; writers: Sender[]; watcher: string; perSecond: number; durationMs: number };

/** Somebody with a conversation of their own. */
export interface Sender {
  url: string;
  token: string;
  conversationId: number;
}

export interface Sent {
  kind: 'sent';
  seconds: number;
  /** How many ended so: an HTTP status, or the code of an error of the connection. */
  ends: Record<string, number>;
  /** From the moment at which it was due, so that waiting in the load process counts too. */
  doneMs: number[];
  refusedMs: number[];
  /** Without those that were due in the first second, when it is still a burst. */
  refusedLaterMs: number[];
  /** How many of the refusals said when to come back. */
  saidWhen: number;
  /** How late the load process itself was, p99: what is measured is no better than this. */
  ownDelayMs: number;
}

export interface Typed {
  kind: 'typed';
  sent: number;
  shown: number;
}
