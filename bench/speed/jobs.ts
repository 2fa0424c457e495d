/** What the load process is told. Times are in milliseconds. */
export interface Job {
  gateway: string;
  sockets: string;
  staff: string;
  senders: Sender[];
  /** So many at once, each after the frame of the one before; or so many a second, whatever becomes of them. */
  pace: { atOnce: number } | { perSecond: number };
  durationMs: number;
}

/** A customer with a conversation of their own. */
export interface Sender {
  token: string;
  conversationId: number;
}

export interface Sent {
  /** From the moment at which it was due to the frame on the staff's socket. */
  tookMs: number[];
  /** From that moment to the answer. */
  ackMs: number[];
  /** What was not answered with 201, by what it was answered with. */
  refused: Record<string, number>;
  seconds: number;
  /** How late the load process itself was, p99. */
  ownDelayMs: number;
}
